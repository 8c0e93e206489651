package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.testing.WebhookReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is written about an attempt, and what is left of one that was written twice.
class DeliveryStoreTest {
  private static final int OWNER = 1;

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();
  private final DeliveryStore store = new DeliveryStore();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void anAttemptIsReadAsItWasWritten() {
    Endpoint endpoint = world.endpoint(receiver.url());
    Event event = delivered(endpoint);
    Instant start = world.clock.instant().truncatedTo(ChronoUnit.MICROS).plusNanos(1_000);
    Attempt answered =
        new Attempt(
            2,
            start,
            Duration.ofMillis(17),
            Attempt.Outcome.FAILURE,
            new SentRequest("https://app.example/hooks", "v1,abc", List.of("x-a", "x-b")),
            503,
            "später, größer".getBytes(StandardCharsets.UTF_8),
            "answered with status 503, expected 200 to 299");
    Attempt silent =
        new Attempt(
            3,
            start,
            Duration.ZERO,
            Attempt.Outcome.EXHAUSTED,
            SentRequest.NOT_KEPT,
            null,
            new byte[0],
            "no answer ✗");

    write(endpoint, event, answered, silent);

    List<Attempt> found =
        world.webhooks.deliveries().get(ENVIRONMENT, endpoint.id(), event.id()).attempts();
    assertThat(found)
        .usingRecursiveFieldByFieldElementComparator()
        .hasSize(3)
        .endsWith(answered, silent);
  }

  @Test
  void aBatchWhoseFirstCommitWentUnheardIsThereOnce() {
    Endpoint endpoint = world.endpoint(receiver.url());
    Event event = delivered(endpoint);
    Attempt again =
        new Attempt(
            2,
            world.clock.instant(),
            Duration.ofMillis(1),
            Attempt.Outcome.SUCCESS,
            SentRequest.NOT_KEPT,
            200,
            new byte[0],
            "");

    write(endpoint, event, again);
    world.database.run(tx -> {
      DeliveryBatch batch = batch(endpoint, event, again);
      store.removeAttempts(tx, batch.attempts());
      store.record(tx, OWNER, batch);
    });

    assertThat(world.attempts()).isEqualTo(2);
  }

  private Event delivered(Endpoint endpoint) {
    Event event = world.append(10);
    world.await(endpoint, event, Delivery.Status.SUCCESS);
    return event;
  }

  private void write(Endpoint endpoint, Event event, Attempt... attempts) {
    world.database.run(tx -> store.record(tx, OWNER, batch(endpoint, event, attempts)));
  }

  private static DeliveryBatch batch(Endpoint endpoint, Event event, Attempt... attempts) {
    return new DeliveryBatch(
        List.of(attempts).stream()
            .map(attempt -> new DeliveryBatch.MadeAt(endpoint, new Recording.Made(event, attempt)))
            .toList(),
        Map.of(),
        Map.of());
  }
}
