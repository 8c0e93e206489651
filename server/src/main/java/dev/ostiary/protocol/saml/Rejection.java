package dev.ostiary.protocol.saml;

/// A message is not accepted. For the administrator's eyes: whoever sent the message learns
/// nothing.
///
/// @param finding what was found and what was expected
public record Rejection(Rule rule, String finding) implements ResponseVerdict, LogoutVerdict {}
