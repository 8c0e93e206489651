package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How an endpoint is treated that fails, asks for patience, or is given up.
class EndpointMannersTest {
  /// By then an event that failed twice is due again.
  private static final Duration SECOND_RETRY = Duration.ofMinutes(10);

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void aDeadEndpointCostsNoMoreThanItsFirstFailuresAndProbes() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url(), new Pace(1, 0));
    List<Event> events = IntStream.range(0, 100).mapToObj(i -> world.append(100 + i)).toList();
    for (int i = 0; i < Circuit.OPENING_FAILURES; i++) {
      receiver.next();
    }
    world.await(endpoint, events.get(Circuit.OPENING_FAILURES - 1), Delivery.Status.RETRYING);
    assertThat(world.parkedLanes()).isEqualTo(Circuit.OPENING_FAILURES);

    world.pass(Circuit.FIRST_PROBE);
    receiver.next(); // one probe, and nothing beside it
    DeliveryWorld.until(() -> world.attempts() == Circuit.OPENING_FAILURES + 1);
    world.roundTrip();
    assertThat(receiver.isQuiet()).isTrue();

    receiver.answer(200);
    world.pass(SECOND_RETRY);
    events.forEach(event -> world.await(endpoint, event, Delivery.Status.SUCCESS));
    DeliveryWorld.until(() -> world.parkedLanes() == 0);
  }

  @Test
  void anEndpointThatFailedForFiveDaysIsDisabledAndKeepsItsPlace() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    Event event = world.append(10);
    receiver.next();
    world.await(endpoint, event, Delivery.Status.RETRYING);
    world.pass(Circuit.ABANDONED_AFTER);
    world.append(20);
    world.awaitDisabled(endpoint, DisabledReason.ABANDONED);

    receiver.answer(200);
    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.CURSOR);
    world.pass(SECOND_RETRY);
    world.await(endpoint, event, Delivery.Status.SUCCESS);
  }

  @Test
  void anEndpointThatIsGoneIsDisabled() {
    receiver.answer(410);
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    world.append(10);
    world.awaitDisabled(endpoint, DisabledReason.GONE);
  }

  @Test
  void tooManyRequestsPausesTheWholeEndpoint() {
    receiver.answer(request -> new Answer(429, Map.of("Retry-After", "60"), ""));
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    Event refused = world.append(10);
    receiver.next();
    world.await(endpoint, refused, Delivery.Status.RETRYING);
    receiver.answer(200);
    Event other = world.append(20);
    world.pass(Duration.ofSeconds(59));
    world.roundTrip();
    assertThat(receiver.isQuiet()).isTrue();
    world.pass(Duration.ofSeconds(2));
    world.await(endpoint, other, Delivery.Status.SUCCESS);
    world.await(endpoint, refused, Delivery.Status.SUCCESS);
  }

  @Test
  void noMoreRequestsAreInFlightThanTheEndpointAllows() {
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore answers = new Semaphore(0);
    receiver.answer(request -> {
      most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      answers.acquireUninterruptibly();
      inFlight.decrementAndGet();
      return new Answer(200);
    });
    Endpoint endpoint = world.endpoint(receiver.url(), new Pace(3, 0));
    List<Event> events = IntStream.range(0, 30).mapToObj(i -> world.append(100 + i)).toList();
    answers.release(events.size());
    events.forEach(event -> world.await(endpoint, event, Delivery.Status.SUCCESS));
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void theRateLimitHoldsBackWhatComesTooEarly() {
    Endpoint endpoint = world.endpoint(receiver.url(), new Pace(64, 10));
    List<Event> events = IntStream.range(0, 5).mapToObj(i -> world.append(100 + i)).toList();
    receiver.next();
    world.await(endpoint, events.getFirst(), Delivery.Status.SUCCESS);
    world.roundTrip();
    assertThat(receiver.isQuiet()).isTrue();
    for (int i = 1; i < events.size(); i++) {
      world.pass(Duration.ofMillis(100));
      receiver.next();
    }
    world.await(endpoint, events.getLast(), Delivery.Status.SUCCESS);
  }

  @Test
  void whatIsRecordedLateDoesNotCountAgainstAnEndpointThatWasEnabledAgain() {
    CountDownLatch answer = new CountDownLatch(1);
    receiver.answer(request -> {
      await(answer);
      return new Answer(500);
    });
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    world.append(10);
    receiver.next();
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.CURSOR);
    answer.countDown();

    DeliveryWorld.until(() -> world.attempts() == 1);
    DeliveryWorld.until(() ->
        world.count("select count(*) as count from webhook_cursor where not enabled_again") == 1);
    assertThat(
            world.count(
                "select count(*) as count from webhook_cursor where failing_since is not null"))
        .isZero();
  }

  @Test
  void whatFailsLateDoesNotBringBackWhatAJumpToTheEndHasPassedOver() {
    CountDownLatch answer = new CountDownLatch(1);
    receiver.answer(request -> {
      await(answer);
      return new Answer(500);
    });
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    world.append(10);
    world.append(10);
    receiver.next();
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.END);
    answer.countDown();
    DeliveryWorld.until(() -> world.attempts() == 1);
    receiver.answer(200);

    Event fresh = world.append(10);
    assertThat(receiver.next().id()).isEqualTo(fresh.id().toString());
    world.await(endpoint, fresh, Delivery.Status.SUCCESS);
    assertThat(world.parkedLanes()).isZero();
  }

  @Test
  void settingsAndSwitchAreChangedTogether() {
    Endpoint endpoint = world.endpoint(receiver.url(), Pace.DEFAULT);
    Endpoints endpoints = world.webhooks.endpoints();

    Endpoint disabled = endpoints.update(ENVIRONMENT, endpoint.id(), s -> s, false);
    assertThat(disabled.disabledReason()).isEqualTo(DisabledReason.REQUESTED);
    assertThat(endpoints.get(ENVIRONMENT, endpoint.id())).isEqualTo(disabled);
    assertThat(endpoints.update(ENVIRONMENT, endpoint.id(), s -> s, null).enabled()).isFalse();
    Event missed = world.append(10);
    assertThat(endpoints.update(ENVIRONMENT, endpoint.id(), s -> s, true).enabled()).isTrue();
    world.await(endpoint, missed, Delivery.Status.SUCCESS);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
