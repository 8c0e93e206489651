package dev.ostiary.login;

/// How far an attempt has come, by the contract's names for the log of sign-ins (section 4.10).
public enum LoginStatus {
  /// It was asked for.
  INITIATED,
  /// The browser is at the identity provider, or never came back.
  PENDING,
  SUCCESS,
  FAILURE
}
