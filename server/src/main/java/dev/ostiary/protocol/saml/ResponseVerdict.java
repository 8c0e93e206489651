package dev.ostiary.protocol.saml;

/// What became of a response: who it is, or which rule it breaks.
public sealed interface ResponseVerdict permits AcceptedAssertion, Rejection {}
