package dev.ostiary.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether an endpoint may be sent to, judged by how it answered of late. It knows neither network
/// nor clock. Not safe for use by several threads at once.
///
/// ```
///            10 failures in a row                  a probe fails
///   CLOSED ───────────────────────▶ OPEN ◀──────────────────────┐
///     ▲                               │ time for a probe        │
///     └───────── success ─────────────┴──▶ PROBING ─────────────┘
/// ```
///
/// While it is open nothing is sent but one probe at a time, the next event in turn; all others
/// wait in the log and use up none of their attempts. Apart from that, a receiver that asks for
/// patience (`Retry-After`) gets it.
final class Circuit {
  /// A receiver that restarts loses a handful of requests; this many in a row are an outage.
  static final int OPENING_FAILURES = 10;

  /// A deployment is over in seconds.
  static final Duration FIRST_PROBE = Duration.ofSeconds(5);

  /// A receiver that was down for long is found again within this time.
  static final Duration LONGEST_PROBE = Duration.ofMinutes(1);

  /// The longest pause that an answer can ask for on behalf of the whole endpoint.
  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /// An endpoint that took nothing for this long has been abandoned.
  static final Duration ABANDONED_AFTER = Duration.ofDays(5);

  private @Nullable Instant failingSince;
  private @Nullable Instant pausedUntil;
  private @Nullable Instant probeTime;
  private Duration interval = FIRST_PROBE;
  private int failures;
  private boolean probing;

  /// Of an endpoint that another courier served before.
  ///
  /// @param failingSince since when there were only failures; null when the last attempt succeeded
  /// @param now when a first probe may be made, if it has failed for some time
  Circuit(@Nullable Instant failingSince, Instant now) {
    this.failingSince = failingSince;
    if (failingSince != null && now.isAfter(failingSince.plus(LONGEST_PROBE))) {
      probeTime = now;
    }
  }

  /// Whether something may be sent now.
  boolean admits(Instant now) {
    if (pausedUntil != null && now.isBefore(pausedUntil)) {
      return false;
    }
    return probeTime == null || (!probing && !now.isBefore(probeTime));
  }

  /// How many lanes that are due may be taken up now.
  DueWanted dueWanted(Instant now) {
    if (!admits(now)) {
      return DueWanted.NONE;
    }
    return isOpen() ? DueWanted.PROBE : DueWanted.ALL;
  }

  /// See {@link #dueWanted}: any number, one as a probe, or none.
  enum DueWanted {
    ALL,
    PROBE,
    NONE
  }

  /// Something is being sent.
  void sending() {
    probing = probeTime != null;
  }

  /// What was to be sent turned out not to be there.
  void unsent() {
    probing = false;
  }

  void succeeded() {
    failingSince = null;
    probeTime = null;
    interval = FIRST_PROBE;
    failures = 0;
    probing = false;
  }

  /// @param pause how long the receiver asks to be left alone; null when it does not
  void failed(Instant now, @Nullable Duration pause) {
    failures++;
    if (failingSince == null) {
      failingSince = now;
    }
    if (pause != null) {
      Instant until = now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
      pausedUntil = pausedUntil == null || until.isAfter(pausedUntil) ? until : pausedUntil;
    }
    if (probing) {
      probing = false;
      interval = longer(interval);
      probeTime = now.plus(interval);
    } else if (probeTime == null && failures >= OPENING_FAILURES) {
      probeTime = now.plus(interval);
    }
  }

  private static Duration longer(Duration interval) {
    Duration twice = interval.multipliedBy(2);
    return twice.compareTo(LONGEST_PROBE) > 0 ? LONGEST_PROBE : twice;
  }

  /// Whether only probes are sent.
  boolean isOpen() {
    return probeTime != null;
  }

  /// Since when there were only failures; null when the last attempt succeeded.
  @Nullable Instant failingSince() {
    return failingSince;
  }

  /// Whether nobody is there any more.
  boolean isAbandoned(Instant now) {
    return failingSince != null && !now.isBefore(failingSince.plus(ABANDONED_AFTER));
  }
}
