package dev.ostiary.login;

/// Who wanted an attempt, which says how it ends.
public enum Purpose {
  /// An app did: it ends at its redirect URI.
  APP,
  /// Somebody tries a connection out: it ends on a page with the result.
  TEST,
  /// The identity provider did, from a tile or link of its own: it ends where the app starts
  /// sign-ins.
  PROVIDER
}
