package dev.ostiary.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets one endpoint's requests out: one may leave when the endpoint's rate allows it, its {@link
/// Circuit} admits it and there is room for one more under way. Safe for use by several threads.
final class Gate {
  private final Workplace work;
  private final Circuit circuit;
  private final RateLimit rateLimit;
  private final Runnable whenOpen;

  /// Room for the requests that have not been answered.
  private final RequestRoom.Share requests;

  private boolean heldBack;
  private boolean timed;

  /// @param whenOpen is told that a request that was held back may have its way now; must be quick
  Gate(Workplace work, Pace pace, Circuit circuit, Runnable whenOpen) {
    this.work = work;
    this.circuit = circuit;
    this.rateLimit = new RateLimit(pace.perSecond());
    this.whenOpen = whenOpen;
    this.requests = work.requests().share(pace.maxInFlight(), whenOpen);
  }

  /// Lets a request out.
  ///
  /// @return false when it is held back; it may ask again when told to, or at the next round
  synchronized boolean pass() {
    Instant now = work.clock().instant();
    heldBack = !isDue(now) || !circuit.admits(now) || !requests.enter();
    if (!heldBack) {
      circuit.sending();
      rateLimit.taken(now);
    }
    return !heldBack;
  }

  private boolean isDue(Instant now) {
    Duration delay = rateLimit.delay(now);
    if (!delay.isZero() && !timed) {
      timed = true;
      CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, work.executor())
          .execute(this::afterDelay);
    }
    return delay.isZero();
  }

  private void afterDelay() {
    synchronized (this) {
      timed = false;
    }
    whenOpen.run();
  }

  /// Whether the last request that wanted to leave could not.
  synchronized boolean heldBack() {
    return heldBack;
  }

  /// Whether the endpoint is to be left alone at present.
  synchronized boolean isResting() {
    return !circuit.admits(work.clock().instant());
  }

  /// A request that was let out has its answer, or will have none.
  void answered(Sender.Sent sent) {
    synchronized (this) {
      if (sent.succeeded()) {
        circuit.succeeded();
      } else {
        circuit.failed(work.clock().instant(), sent.pause());
      }
    }
    requests.leave();
  }

  /// There was nothing to send, after all.
  void unused() {
    synchronized (this) {
      circuit.unsent();
    }
    requests.leave();
  }

  /// Whether nobody has been there for so long that nothing more should be sent.
  synchronized boolean isAbandoned() {
    return circuit.isAbandoned(work.clock().instant());
  }

  /// Since when there were only failures; null when the last attempt succeeded.
  synchronized @Nullable Instant failingSince() {
    return circuit.failingSince();
  }

  /// How many lanes that are due may be taken up now.
  synchronized Circuit.DueWanted dueWanted(Instant now) {
    return circuit.dueWanted(now);
  }

  /// Whether no request is under way.
  boolean isIdle() {
    return requests.isIdle();
  }
}
