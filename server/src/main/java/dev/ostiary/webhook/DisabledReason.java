package dev.ostiary.webhook;

/// Why an endpoint is disabled.
public enum DisabledReason {
  /// Somebody asked for it.
  REQUESTED,

  /// The receiver answered 410 Gone.
  GONE,

  /// Every attempt of five days failed.
  ABANDONED
}
