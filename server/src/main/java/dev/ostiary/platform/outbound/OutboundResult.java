package dev.ostiary.platform.outbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a request ended.
public sealed interface OutboundResult {
  /// From the start of the request to its end.
  Duration latency();

  /// The server answered, with whatever status; redirects are answers too and are never followed.
  ///
  /// @param body its first bytes, exactly as they came: never unpacked, never decoded
  /// @param truncated whether there was more
  @SuppressWarnings("ArrayRecordComponent") // bytes on the hot path; nobody compares answers
  record Answer(
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String retryAfter,
      @Nullable String location,
      byte[] body,
      boolean truncated,
      Duration latency)
      implements OutboundResult {}

  /// There is no complete answer.
  ///
  /// @param message in plain words, fit for the stranger who chose the URL: it names no address and
  ///   nothing inside our network
  record NoAnswer(Reason reason, String message, Duration latency) implements OutboundResult {}

  /// Why there is no answer.
  enum Reason {
    /// The host has an address that must not be connected to.
    BLOCKED_ADDRESS,
    /// The host name has no address, or could not be looked up.
    DNS,
    /// Nobody accepted the connection.
    CONNECT,
    /// The server's certificate or TLS itself was not acceptable.
    TLS,
    /// The deadline passed first.
    TIMEOUT,
    /// The connection was closed before the answer was complete.
    CLOSED_EARLY,
    /// The answer's headers are larger than any sane server's.
    TOO_LARGE,
    /// What came is no HTTP.
    PROTOCOL
  }
}
