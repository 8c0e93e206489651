package dev.ostiary.webhook;

import dev.ostiary.platform.Problem;

/// How much an endpoint is sent at a time.
///
/// @param maxInFlight requests that wait for an answer at the same time
/// @param perSecond requests begun in a second; 0 for no limit
public record Pace(int maxInFlight, int perSecond) {
  /// What one endpoint may keep busy of a node; a receiver that answers in 10 ms takes 6,400 events
  /// a second at that.
  static final int MAX_IN_FLIGHT = 64;

  /// Above this a limit limits nothing.
  static final int MAX_PER_SECOND = 10_000;

  public static final Pace DEFAULT = new Pace(MAX_IN_FLIGHT, 0);

  public Pace {
    if (maxInFlight < 1 || maxInFlight > MAX_IN_FLIGHT) {
      throw Problem.invalid(
          "max_in_flight", "found " + maxInFlight + ", expected 1 to " + MAX_IN_FLIGHT);
    }
    if (perSecond < 0 || perSecond > MAX_PER_SECOND) {
      throw Problem.invalid(
          "rate_limit_per_second",
          "found " + perSecond + ", expected 1 to " + MAX_PER_SECOND + ", or 0 for no limit");
    }
  }
}
