package dev.ostiary.connection;

/// Where the configuration comes from: a document that the identity provider publishes, or
/// somebody's hands.
public enum ConfigurationType {
  DISCOVERY,
  MANUAL
}
