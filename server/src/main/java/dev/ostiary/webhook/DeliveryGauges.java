package dev.ostiary.webhook;

import dev.ostiary.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How delivery stands on the whole installation, in a few numbers.
public final class DeliveryGauges {
  /// Whoever asks more often is told the same again.
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Database database;
  private final InstantSource clock;
  private final DeliveryGaugeStore store = new DeliveryGaugeStore();
  private Instant readAt = Instant.MIN;
  private Numbers numbers = new Numbers(0, 0, 0, 0, 0);

  /// The numbers.
  ///
  /// @param enabled endpoints that are sent to
  /// @param failing endpoints at which every attempt fails
  /// @param parked lanes that wait for a retry
  /// @param furthest how many positions of the log lie before the endpoint that is furthest behind
  /// @param behind the same, of all endpoints together
  public record Numbers(long enabled, long failing, long parked, long furthest, long behind) {}

  public DeliveryGauges(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// The numbers as they were a few seconds ago at the most.
  public synchronized Numbers read() {
    Instant now = clock.instant();
    if (readAt.plus(FRESH).isBefore(now)) {
      numbers = database.transact(store::read);
      readAt = now;
    }
    return numbers;
  }
}
