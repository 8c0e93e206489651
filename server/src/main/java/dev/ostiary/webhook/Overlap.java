package dev.ostiary.webhook;

import dev.ostiary.platform.Problem;
import java.time.Duration;

/// How long an old secret or key keeps signing beside its successor.
public final class Overlap {
  /// A working day for changing a receiver over, wherever it is.
  public static final Duration DEFAULT = Duration.ofHours(24);

  /// What is replaced may be in wrong hands.
  private static final Duration MAX = Duration.ofDays(7);

  private Overlap() {}

  /// Refuses what is out of range with INVALID_ARGUMENT.
  static void check(Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(MAX) > 0) {
      throw Problem.invalid(
          "overlap_seconds", "found " + overlap.toSeconds() + ", expected 0 to " + MAX.toSeconds());
    }
  }
}
