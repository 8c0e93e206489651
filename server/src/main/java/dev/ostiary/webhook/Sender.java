package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.platform.outbound.OutboundResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
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

  /// Sends an event for the `number`th time. What comes of it is told to `whenDone`, always and
  /// once, on a thread that must not be blocked.
  void send(Destination destination, Event event, int number, Consumer<Sent> whenDone) {
    Instant start = clock.instant();
    EndpointSettings settings = destination.endpoint().settings();
    try {
      var _ =
          client
              .sendAsync(destination.request(event, start))
              .thenApply(result -> judge(result, settings, start, number))
              .exceptionally(failure -> unmade(failure, settings, start, number))
              .thenAccept(whenDone);
    } catch (RuntimeException e) {
      whenDone.accept(unmade(e, settings, start, number));
    }
  }

  private Sent unmade(Throwable cause, EndpointSettings settings, Instant start, int number) {
    LOG.atError().setCause(cause).addKeyValue("url", settings.url()).log("request not made");
    return failed(settings, null, false, unsent(start, number, "the request could not be made"));
  }

  private static Attempt unsent(Instant start, int number, String error) {
    return new Attempt(
        number, start, Duration.ZERO, Attempt.Outcome.FAILURE, null, new byte[0], error);
  }

  private Sent judge(OutboundResult result, EndpointSettings settings, Instant start, int number) {
    return switch (result) {
      case OutboundResult.Answer answer when answer.status() / 100 == 2 ->
          new Sent(
              new Attempt(
                  number,
                  start,
                  answer.latency(),
                  Attempt.Outcome.SUCCESS,
                  answer.status(),
                  answer.body(),
                  ""),
              null,
              null,
              false);
      case OutboundResult.Answer answer ->
          failed(
              settings,
              RetryAfter.read(answer.retryAfter(), clock.instant()),
              answer.status() == GONE,
              new Attempt(
                  number,
                  start,
                  answer.latency(),
                  Attempt.Outcome.FAILURE,
                  answer.status(),
                  answer.body(),
                  reason(answer)));
      case OutboundResult.NoAnswer none ->
          failed(
              settings,
              null,
              false,
              new Attempt(
                  number,
                  start,
                  none.latency(),
                  Attempt.Outcome.FAILURE,
                  null,
                  new byte[0],
                  none.message()));
    };
  }

  private Sent failed(
      EndpointSettings settings, @Nullable Duration retryAfter, boolean gone, Attempt attempt) {
    Optional<Duration> delay = settings.retries().delayAfter(attempt.number(), retryAfter, random);
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
