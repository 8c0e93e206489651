package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Answer;
import dev.ostiary.testing.WebhookReceiver.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Delivery end to end: a real database, a real receiver, a clock that only the test moves.
class DeliveryTest {
  private static final long ACME = 10;
  private static final long GLOBEX = 20;

  private final WebhookReceiver receiver = new WebhookReceiver();
  private DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void aCommittedEventArrivesSignedWithItsStoredBytes() {
    Endpoints.Created created =
        world.webhooks.endpoints().create(ENVIRONMENT, world.settings(receiver.url()), true);
    Event event = world.append(ACME);
    Request request = receiver.next();

    assertThat(request.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(event.payload());
    assertThat(request.id()).isEqualTo(event.id().toString());
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.verifiedBy(created.secret().text().reveal())).isTrue();
    assertThat(request.verifiedBy("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).isFalse();
    Delivery delivery = world.await(created.endpoint(), event, Delivery.Status.SUCCESS);
    assertThat(delivery.attempts()).isEqualTo(1);
    assertThat(delivery.lastResponseStatus()).isEqualTo(200);
  }

  @Test
  void anEndpointGetsOnlyItsTypesItsHeadersAndItsFormat() {
    EndpointSettings plain = world.settings(receiver.url());
    world
        .webhooks
        .endpoints()
        .create(
            ENVIRONMENT,
            new EndpointSettings(
                plain.url(),
                plain.name(),
                plain.description(),
                Set.of("organization.sso_deleted"),
                plain.timeout(),
                plain.ordering(),
                PayloadFormat.DETAILED,
                false,
                Map.of("X-Tenant", "blue"),
                plain.retries(),
                plain.pace()),
            true);
    world.append(ACME, EventType.SSO_ENABLED);
    Event wanted = world.append(ACME, EventType.SSO_DELETED);
    Request request = receiver.next();

    assertThat(request.id()).isEqualTo(wanted.id().toString());
    assertThat(request.header("x-tenant")).isEqualTo("blue");
    assertThat(request.body()).contains("\"sequence\":2,\"previous_sequence\":1");
  }

  @Test
  void whatIsSentByNameGoesToWhoNamesIt() {
    world.endpoint(receiver.url());
    try (WebhookReceiver curious = new WebhookReceiver()) {
      Set<String> types = Set.of(EventType.DELIVERY_EXHAUSTED.wireName());
      Endpoint named = world.endpoint(curious.url(), types, Pace.DEFAULT);
      Event byName = world.append(ACME, EventType.DELIVERY_EXHAUSTED);
      Event forEverybody = world.append(ACME);

      assertThat(curious.next().id()).isEqualTo(byName.id().toString());
      assertThat(receiver.next().id()).isEqualTo(forEverybody.id().toString());
      world.await(named, byName, Delivery.Status.SUCCESS);
      assertThat(curious.isQuiet()).isTrue();
    }
  }

  @Test
  void aFailureHoldsBackItsOrganizationAndNoOther() {
    receiver.answer(request -> new Answer(request.organization().equals("org_10") ? 500 : 200));
    Endpoint endpoint = world.endpoint(receiver.url());
    Event failing = world.append(ACME);
    assertThat(receiver.next().id()).isEqualTo(failing.id().toString());
    Delivery parked = world.await(endpoint, failing, Delivery.Status.RETRYING);
    Event behind = world.append(ACME);
    Event other = world.append(GLOBEX);
    assertThat(receiver.next().id()).isEqualTo(other.id().toString());
    world.await(endpoint, other, Delivery.Status.SUCCESS);
    assertThat(world.delivery(endpoint, behind).status()).isEqualTo(Delivery.Status.PENDING);
    assertThat(parked.nextAttemptTime())
        .isBetween(
            world.clock.instant().plusMillis(4_000), world.clock.instant().plusMillis(6_000));

    receiver.answer(200);
    world.pass(Duration.ofSeconds(7));

    assertThat(receiver.next().id()).isEqualTo(failing.id().toString());
    assertThat(receiver.next().id()).isEqualTo(behind.id().toString());
    assertThat(world.await(endpoint, failing, Delivery.Status.SUCCESS).attempts()).isEqualTo(2);
    world.await(endpoint, behind, Delivery.Status.SUCCESS);
    Event later = world.append(ACME);
    assertThat(receiver.next().id()).isEqualTo(later.id().toString());
    DeliveryWorld.until(() -> world.parkedLanes() == 0);
  }

  @Test
  void aRetryCarriesTheSameIdAndANewSignature() {
    receiver.answer(503);
    Endpoints.Created created =
        world.webhooks.endpoints().create(ENVIRONMENT, world.settings(receiver.url()), true);
    Event event = world.append(ACME);
    Request first = receiver.next();
    world.await(created.endpoint(), event, Delivery.Status.RETRYING);
    receiver.answer(204);
    world.pass(Duration.ofSeconds(10));
    Request second = receiver.next();

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("webhook-timestamp"))
        .isNotEqualTo(first.header("webhook-timestamp"))
        .isEqualTo(Long.toString(world.clock.instant().getEpochSecond()));
    assertThat(second.verifiedBy(created.secret().text().reveal())).isTrue();
  }

  @Test
  void afterTheLastAttemptTheEventIsExhaustedAndTheLaneGoesOn() {
    receiver.answer(500);
    Endpoint endpoint = world.endpoint(receiver.url());
    Event hopeless = world.append(ACME);
    for (int attempt = 1; attempt <= 8; attempt++) {
      assertThat(receiver.next().id()).isEqualTo(hopeless.id().toString());
      if (attempt < 8) {
        awaitAttempts(endpoint, hopeless, attempt);
        if (attempt == 7) {
          world.append(ACME);
          receiver.answer(
              request -> new Answer(request.id().equals(hopeless.id().toString()) ? 500 : 200));
        }
        world.pass(Duration.ofHours(13));
      }
    }
    assertThat(receiver.next().id()).isNotEqualTo(hopeless.id().toString());
    assertThat(world.await(endpoint, hopeless, Delivery.Status.EXHAUSTED).attempts()).isEqualTo(8);
  }

  @Test
  void whatAReceiverAnswersIsKeptUpTo16KiB() {
    receiver.answer(request -> new Answer(500, Map.of(), "x".repeat(20_000)));
    Endpoint endpoint = world.endpoint(receiver.url());
    Event event = world.append(ACME);
    world.await(endpoint, event, Delivery.Status.RETRYING);

    Attempt attempt =
        world
            .webhooks
            .deliveries()
            .get(ENVIRONMENT, endpoint.id(), event.id())
            .attempts()
            .getFirst();
    assertThat(attempt.responseStatus()).isEqualTo(500);
    assertThat(attempt.responseBody()).hasSize(Attempt.KEPT_BYTES);
    assertThat(attempt.error()).isEqualTo("answered with status 500, expected 200 to 299");
    assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.FAILURE);
  }

  @Test
  void aRedirectIsAFailureAndIsNotFollowed() {
    try (WebhookReceiver target = new WebhookReceiver()) {
      receiver.answer(request -> new Answer(307, Map.of("location", target.url()), ""));
      Endpoint endpoint = world.endpoint(receiver.url());
      Event event = world.append(ACME);
      world.await(endpoint, event, Delivery.Status.RETRYING);

      assertThat(target.poll(0, TimeUnit.SECONDS)).isNull();
    }
  }

  @Test
  void goneDisablesTheEndpoint() {
    receiver.answer(410);
    Endpoint endpoint = world.endpoint(receiver.url());
    Event event = world.append(ACME);
    receiver.next();
    world.await(endpoint, event, Delivery.Status.RETRYING);

    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (world.webhooks.endpoints().get(ENVIRONMENT, endpoint.id()).enabled()) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  @Test
  void aDisabledEndpointRestsAndResumesWhereItStood() {
    Endpoint endpoint = world.endpoint(receiver.url());
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    Event missed = world.append(ACME);
    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.CURSOR);
    assertThat(receiver.next().id()).isEqualTo(missed.id().toString());
    world.await(endpoint, missed, Delivery.Status.SUCCESS);

    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    world.append(ACME);
    world.webhooks.endpoints().enable(ENVIRONMENT, endpoint.id(), Endpoints.ResumePoint.END);
    Event fresh = world.append(ACME);
    assertThat(receiver.next().id()).isEqualTo(fresh.id().toString());
  }

  @Test
  void aRotatedSecretSignsBesideTheOldOneUntilTheOverlapEnds() {
    Endpoints.Created created =
        world.webhooks.endpoints().create(ENVIRONMENT, world.settings(receiver.url()), true);
    String old = created.secret().text().reveal();
    List<WebhookSecret> secrets =
        world
            .webhooks
            .endpoints()
            .rotateSecret(ENVIRONMENT, created.endpoint().id(), Duration.ofHours(1));
    String fresh = secrets.getFirst().text().reveal();
    assertThat(secrets).hasSize(2);

    world.append(ACME);
    Request during = receiver.next();
    assertThat(during.verifiedBy(old)).isTrue();
    assertThat(during.verifiedBy(fresh)).isTrue();

    world.pass(Duration.ofHours(2));
    world.append(GLOBEX);
    String signature = receiver.next().header("webhook-signature");
    assertThat(signature.split(" ")).hasSize(1);
    assertThat(world.webhooks.endpoints().secrets(ENVIRONMENT, created.endpoint().id()))
        .extracting(secret -> secret.text().reveal())
        .containsExactly(fresh);
  }

  @Test
  void anotherNodeGoesOnWhereAStoppedOneLeft() {
    world.close();
    var config = TestDatabase.freshConfig();
    var clock = new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    world = new DeliveryWorld(config, clock);
    receiver.answer(request -> new Answer(request.organization().equals("org_10") ? 500 : 200));
    Endpoint endpoint = world.endpoint(receiver.url());
    Event failing = world.append(ACME);
    receiver.next();
    world.await(endpoint, failing, Delivery.Status.RETRYING);
    world.close();
    receiver.answer(200);

    world = new DeliveryWorld(config, clock);
    Event behind = world.append(ACME);
    Event other = world.append(GLOBEX);
    assertThat(receiver.next().id()).isEqualTo(other.id().toString());
    world.pass(Duration.ofSeconds(10));
    assertThat(receiver.next().id()).isEqualTo(failing.id().toString());
    assertThat(receiver.next().id()).isEqualTo(behind.id().toString());
  }

  @Test
  void aBacklogIsReadFromTheLogWithoutSkippingOrRepeating() {
    CountDownLatch open = new CountDownLatch(1);
    receiver.answer(request -> {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new Answer(200);
    });
    Endpoint endpoint = world.endpoint(receiver.url());
    int events = 3_000;
    for (int i = 0; i < events; i++) {
      world.append(100 + i % 300);
    }
    open.countDown();
    Map<String, List<String>> byOrganization = new java.util.HashMap<>();
    for (int i = 0; i < events; i++) {
      Request request = receiver.next();
      byOrganization
          .computeIfAbsent(request.organization(), o -> new java.util.ArrayList<>())
          .add(request.id());
    }

    assertThat(byOrganization).hasSize(300);
    byOrganization
        .values()
        .forEach(ids -> {
          assertThat(ids).hasSize(10).doesNotHaveDuplicates();
          assertThat(ids.stream().map(id -> Long.parseLong(id.substring(4))).toList()).isSorted();
        });
    Page<Delivery> page =
        world
            .webhooks
            .deliveries()
            .list(
                ENVIRONMENT,
                endpoint.id(),
                new Deliveries.Filter(List.of(), null, null, null, null),
                Page.Request.of(100, ""));
    assertThat(page.total()).isEqualTo(events);
  }

  private void awaitAttempts(Endpoint endpoint, Event event, int attempts) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (world.delivery(endpoint, event).attempts() < attempts) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }
}
