package dev.ostiary.token;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// When a key of an environment signs, and how long it is published before and after. Apps keep the
/// published keys for as long as they run and never look again (wire contract, section 3.5), so a
/// key must be known to them long before its first signature.
final class KeySchedule {
  /// An app that is not restarted within it rejects what the new key signs.
  static final Duration PREPARATION = Duration.ofDays(30);

  /// Far longer than any token lives: an app may still show an old ID token when somebody signs
  /// out.
  static final Duration RETIREMENT = Duration.ofDays(30);

  private KeySchedule() {}

  /// The one that signs at `now`: of those whose time has come, the one whose time came last.
  static <K> Optional<K> signing(List<K> keys, Function<K, Instant> signTime, Instant now) {
    return keys.stream()
        .filter(key -> !signTime.apply(key).isAfter(now))
        .max(Comparator.comparing(signTime));
  }

  /// Those that the world should know at `now`, oldest first.
  static <K> List<K> published(List<K> keys, Function<K, Instant> signTime, Instant now) {
    List<K> ordered = keys.stream().sorted(Comparator.comparing(signTime)).toList();
    List<K> published = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      boolean newest = i == ordered.size() - 1;
      if (newest || now.isBefore(signTime.apply(ordered.get(i + 1)).plus(RETIREMENT))) {
        published.add(ordered.get(i));
      }
    }
    return published;
  }
}
