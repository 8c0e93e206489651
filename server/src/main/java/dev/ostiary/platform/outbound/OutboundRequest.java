package dev.ostiary.platform.outbound;

import java.time.Duration;

/// One request to a stranger's server.
///
/// @param body sent as it is; handed over, so the caller must not change it afterwards
/// @param deadline for everything together: name lookup, connection, TLS, sending and the whole
///   answer
/// @param keepBytes how much of the answer's body is kept; the rest is not even read
@SuppressWarnings("ArrayRecordComponent") // bytes on the hot path; nobody compares requests
public record OutboundRequest(
    Method method,
    OutboundUrl url,
    OutboundHeaders headers,
    byte[] body,
    Duration deadline,
    int keepBytes) {
  /// What is asked of the server.
  public enum Method {
    GET,
    POST
  }

  /// Kept in memory per request in flight.
  private static final int MAX_KEEP_BYTES = 1024 * 1024;

  public OutboundRequest {
    if (deadline.toMillis() < 1) {
      throw new IllegalArgumentException(
          "deadline " + deadline + ", expected a millisecond or more");
    }
    if (keepBytes < 0 || keepBytes > MAX_KEEP_BYTES) {
      throw new IllegalArgumentException(
          "keep " + keepBytes + " bytes, expected 0 to " + MAX_KEEP_BYTES);
    }
  }
}
