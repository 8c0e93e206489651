package dev.ostiary.connection;

import java.util.List;

/// How an organization's identity provider is reached. Values are kept as they were given,
/// character by character, since issuers and entity ids are compared so.
public sealed interface ConnectionConfig permits OidcConfig, SamlConfig {
  ConnectionType type();

  /// The required values that are not there, by the contract's field names.
  List<String> missing();

  /// Whether anything at all is known of the identity provider.
  boolean isStarted();

  /// Whether another one has the same of what a document of the provider that is read again can
  /// change: its endpoints and certificates.
  boolean hasSameEndpoints(ConnectionConfig other);

  /// Whether each login brings the profile up to date.
  boolean syncsProfileOnLogin();

  /// Whether a first login makes the user.
  boolean provisionsJustInTime();
}
