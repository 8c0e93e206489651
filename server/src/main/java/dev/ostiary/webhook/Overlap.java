package dev.ostiary.webhook;

import dev.ostiary.platform.Problem;
import java.time.Duration;

/// How long an old secret or key keeps signing beside its successor.
public final class Overlap {
  /// A working day for changing a receiver over, wherever it is.
  public static final Duration DEFAULT = Duration.ofHours(24);

  /// What is replaced may be in wrong hands.
  private static final Duration MAX = Duration.ofDays(7);

  /// The newest that sign at the same time. Each adds up to 92 characters to one header, which must
  /// stay below the 4096 that receivers commonly take.
  static final int MOST_AT_ONCE = 10;

  private Overlap() {}

  /// Refuses what is out of range with INVALID_ARGUMENT.
  static void check(Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(MAX) > 0) {
      throw Problem.invalid(
          "overlap_seconds", "found " + overlap.toSeconds() + ", expected 0 to " + MAX.toSeconds());
    }
  }
}
