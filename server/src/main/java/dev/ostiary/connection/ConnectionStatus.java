package dev.ostiary.connection;

/// How far the configuration of a connection has come; whether it is enabled is another matter.
public enum ConnectionStatus {
  /// Nothing is known of the identity provider.
  DRAFT,
  /// Something is, but a required value is missing.
  IN_PROGRESS,
  /// Every required value is there: the connection can be enabled.
  COMPLETED
}
