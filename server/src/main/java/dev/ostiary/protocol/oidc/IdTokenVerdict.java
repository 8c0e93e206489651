package dev.ostiary.protocol.oidc;

/// What became of an ID token.
public sealed interface IdTokenVerdict {
  record Accepted(IdToken token) implements IdTokenVerdict {}

  record Rejected(Rejection reason) implements IdTokenVerdict {}
}
