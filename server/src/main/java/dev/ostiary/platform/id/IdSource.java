package dev.ostiary.platform.id;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Makes new ids: 39 bits of 10 ms ticks since 2024-01-01, 8 bits of sequence, 16 bits of machine
/// id (wire contract, section 6). Every id of one source is larger than the one before it.
///
/// More than 256 ids in a tick, or a clock that steps back, make it run ahead of the clock instead
/// of waiting or repeating itself.
public final class IdSource {
  /// Ids count from here.
  public static final Instant EPOCH = Instant.parse("2024-01-01T00:00:00Z");

  /// Two nodes never share one: it is leased from the database.
  public static final int MAX_MACHINE = 0xFFFF;

  private static final long TICK_MILLIS = 10;
  private static final int MACHINE_BITS = 16;
  private static final int SEQUENCE_BITS = 8;
  private static final long MAX_TICKS = (1L << 39) - 1;

  private final InstantSource clock;
  private final int machine;

  /// Tick and sequence of the last id, as one counter.
  private long last;

  public IdSource(InstantSource clock, int machine) {
    if (machine < 0 || machine > MAX_MACHINE) {
      throw new IllegalArgumentException(
          "machine id " + machine + ", expected 0 to " + MAX_MACHINE);
    }
    this.clock = clock;
    this.machine = machine;
  }

  /// The number of the next id, whatever its kind.
  public synchronized long next() {
    long ticks = (clock.millis() - EPOCH.toEpochMilli()) / TICK_MILLIS;
    last = Math.max(last + 1, ticks << SEQUENCE_BITS);
    return (last << MACHINE_BITS) | machine;
  }

  /// The smallest number that an id made at an instant can have; the first or last of all numbers
  /// when no id can be that old or new.
  public static long firstAt(Instant instant) {
    long ticks = EPOCH.until(instant, ChronoUnit.MILLIS) / TICK_MILLIS;
    return Math.clamp(ticks, 0, MAX_TICKS) << (MACHINE_BITS + SEQUENCE_BITS);
  }

  /// When an id was made, on the 10 ms grid: the `create_time` of what it names.
  public static Instant createTime(Id id) {
    long ticks = id.number() >> (MACHINE_BITS + SEQUENCE_BITS);
    return EPOCH.plusMillis(ticks * TICK_MILLIS);
  }
}
