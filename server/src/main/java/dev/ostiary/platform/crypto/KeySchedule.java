package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// When the keys of one purpose take over from each other. A key is published long before it signs,
/// so that others know it by then, and is known for long after the next one has begun to sign.
///
/// @param preparation from a key's publication to its first signature
/// @param retirement from a key's last signature until it is known no more
public record KeySchedule(Duration preparation, Duration retirement) {

  /// From when a key that is made at `now`, and published at once, is to sign.
  ///
  /// @throws Problem when another waits for its time already
  public <K> Instant next(List<K> keys, Function<K, Instant> signTime, Instant now) {
    keys.stream()
        .map(signTime)
        .filter(time -> time.isAfter(now))
        .findFirst()
        .ifPresent(time -> {
          throw Problem.precondition(
              "the next key is published already and signs from "
                  + time
                  + "; wait for it, or, if a key has leaked, replace it with --now");
        });
    return stored(now.plus(preparation));
  }

  /// PostgreSQL keeps microseconds, and rounds: a key must not sign later than it was said to.
  public static Instant stored(Instant signTime) {
    return signTime.truncatedTo(ChronoUnit.MICROS);
  }

  /// The one that signs at `now`: of those whose time has come, the one whose time came last.
  public <K> Optional<K> signing(List<K> keys, Function<K, Instant> signTime, Instant now) {
    return keys.stream()
        .filter(key -> !signTime.apply(key).isAfter(now))
        .max(Comparator.comparing(signTime));
  }

  /// Those that are known at `now`, those to come and the retired included, oldest first.
  public <K> List<K> known(List<K> keys, Function<K, Instant> signTime, Instant now) {
    List<K> ordered = keys.stream().sorted(Comparator.comparing(signTime)).toList();
    List<K> known = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      boolean newest = i == ordered.size() - 1;
      if (newest || now.isBefore(signTime.apply(ordered.get(i + 1)).plus(retirement))) {
        known.add(ordered.get(i));
      }
    }
    return known;
  }
}
