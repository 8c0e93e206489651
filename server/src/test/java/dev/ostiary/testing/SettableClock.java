package dev.ostiary.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it.
public final class SettableClock implements InstantSource {
  private final AtomicReference<Instant> now;
  private final Queue<Instant> scripted = new ConcurrentLinkedQueue<>();

  public SettableClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  public static SettableClock at(String instant) {
    return new SettableClock(Instant.parse(instant));
  }

  public void set(Instant instant) {
    now.set(instant);
  }

  public void advance(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }

  /// The next readings give these instants, one each; after them the clock shows what it is set to.
  public void nextReadings(Instant... instants) {
    scripted.addAll(List.of(instants));
  }

  @Override
  public Instant instant() {
    Instant next = scripted.poll();
    return next == null ? now.get() : next;
  }
}
