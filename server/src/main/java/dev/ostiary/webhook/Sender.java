package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.platform.outbound.OutboundResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes one attempt and judges it.
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  private static final int GONE = 410;

  /// Answers that speak for the whole endpoint when they come with `Retry-After`: too many
  /// requests, or nobody there to take them (RFC 6585 section 4, RFC 9110 sections 15.6.3 to
  /// 15.6.5).
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  private final OutboundClient client;
  private final InstantSource clock;
  private final RandomGenerator random;

  Sender(OutboundClient client, InstantSource clock, RandomGenerator random) {
    this.client = client;
    this.clock = clock;
    this.random = random;
  }

  /// A judged attempt.
  ///
  /// @param retryTime when the event is due again; null unless the outcome is FAILURE
  /// @param pause how long the receiver asks for nothing at all to be sent; null when it does not
  /// @param gone whether the receiver wants nothing any more
  record Sent(
      Attempt attempt, @Nullable Instant retryTime, @Nullable Duration pause, boolean gone) {
    boolean succeeded() {
      return attempt.outcome() == Attempt.Outcome.SUCCESS;
    }
  }

  /// An attempt under way.
  ///
  /// @param kept what is kept of its request if it succeeds
  private record Trial(
      EndpointSettings settings, SentRequest request, SentRequest kept, Instant start, int number) {
    Attempt failed(Duration latency, @Nullable Integer status, byte[] body, String error) {
      return new Attempt(
          number, start, latency, Attempt.Outcome.FAILURE, request, status, body, error);
    }

    Attempt succeeded(OutboundResult.Answer answer) {
      return new Attempt(
          number,
          start,
          answer.latency(),
          Attempt.Outcome.SUCCESS,
          kept,
          answer.status(),
          answer.body(),
          "");
    }
  }

  /// Sends an event for the `number`th time. What comes of it is told to `whenDone`, always and
  /// once, on a thread that must not be blocked.
  void send(Destination destination, Event event, int number, Consumer<Sent> whenDone) {
    Instant start = clock.instant();
    try {
      var _ = send(destination, event, start, number).thenAccept(whenDone);
    } catch (RuntimeException e) {
      EndpointSettings settings = destination.endpoint().settings();
      SentRequest unsigned = SentRequest.of(settings, "");
      whenDone.accept(unmade(e, new Trial(settings, unsigned, unsigned, start, number)));
    }
  }

  private CompletableFuture<Sent> send(
      Destination destination, Event event, Instant start, int number) {
    EndpointSettings settings = destination.endpoint().settings();
    byte[] body = settings.format().body(event);
    SentRequest request = destination.sent(event, body, start);
    // Nobody looks for why a delivery succeeded, and its row is most of what a delivery costs.
    SentRequest kept = event.isTest() ? request : SentRequest.NOT_KEPT;
    Trial trial = new Trial(settings, request, kept, start, number);
    return client
        .sendAsync(destination.request(event, body, request, start))
        .thenApply(result -> judge(result, trial))
        .exceptionally(failure -> unmade(failure, trial));
  }

  private Sent unmade(Throwable cause, Trial trial) {
    LOG.atError()
        .setCause(cause)
        .addKeyValue("url", trial.settings().url())
        .log("request not made");
    return failed(
        trial,
        null,
        false,
        trial.failed(Duration.ZERO, null, new byte[0], "the request could not be made"));
  }

  private Sent judge(OutboundResult result, Trial trial) {
    return switch (result) {
      case OutboundResult.Answer answer when answer.status() / 100 == 2 ->
          new Sent(trial.succeeded(answer), null, null, false);
      case OutboundResult.Answer answer ->
          failed(
              trial,
              RetryAfter.read(answer.retryAfter(), clock.instant()),
              answer.status() == GONE,
              trial.failed(answer.latency(), answer.status(), answer.body(), reason(answer)));
      case OutboundResult.NoAnswer none ->
          failed(
              trial, null, false, trial.failed(none.latency(), null, new byte[0], none.message()));
    };
  }

  private Sent failed(Trial trial, @Nullable Duration retryAfter, boolean gone, Attempt attempt) {
    Optional<Duration> delay =
        trial.settings().retries().delayAfter(attempt.number(), retryAfter, random);
    Integer status = attempt.responseStatus();
    Duration pause = status != null && BUSY.contains(status) ? retryAfter : null;
    return delay.isPresent()
        ? new Sent(attempt, clock.instant().plus(delay.get()), pause, gone)
        : new Sent(attempt.exhausted(), null, pause, gone);
  }

  private static String reason(OutboundResult.Answer answer) {
    return switch (answer.status() / 100) {
      case 3 ->
          "answered with a redirect ("
              + answer.status()
              + "), which is never followed: give the endpoint the final URL";
      default -> "answered with status " + answer.status() + ", expected 200 to 299";
    };
  }
}
