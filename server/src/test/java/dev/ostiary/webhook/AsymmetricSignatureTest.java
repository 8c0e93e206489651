package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.testing.Ed25519Verifier;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Request;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Deliveries with both signatures, and the keys behind the second.
class AsymmetricSignatureTest {
  private static final long ACME = 10;

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();
  private final WebhookKeys keys = world.webhooks.keys();

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void bothSignaturesStandSideBySideAndLibrariesThatKnowOnlyTheFirstAreContent() throws Exception {
    Endpoints.Created created = create(true);
    world.append(ACME);
    Request request = receiver.next();
    String secret = created.secret().text().reveal();

    assertThat(request.header("webhook-signature")).matches("v1,[^ ]+ v1a,[^ ]+");
    assertThat(request.verifiedBy(secret)).isTrue();
    new com.svix.Webhook(secret)
        .verify(request.body(), HttpHeaders.of(request.headers(), (name, value) -> true));
    WebhookKey key = keys.signing(ENVIRONMENT).getFirst();
    assertThat(new Ed25519Verifier(key.publicKey()).accepts(request)).isTrue();
  }

  @Test
  void anEndpointThatDoesNotAskGetsNoSecondSignatureUntilItDoes() {
    Endpoint endpoint = create(false).endpoint();
    world.append(ACME);
    assertThat(receiver.next().header("webhook-signature")).matches("v1,[^ ]+");

    world.webhooks.endpoints().update(ENVIRONMENT, endpoint.id(), before -> settings(true), null);
    world.append(ACME);
    assertThat(receiver.next().header("webhook-signature")).matches("v1,[^ ]+ v1a,[^ ]+");
    assertThat(world.webhooks.endpoints().get(ENVIRONMENT, endpoint.id()).settings())
        .extracting(EndpointSettings::asymmetricSignatures)
        .isEqualTo(true);
  }

  @Test
  void aRotatedKeySignsBesideTheOldOneUntilTheOverlapEnds() {
    create(true);
    Ed25519Verifier old = verifier(keys.signing(ENVIRONMENT).getFirst());
    List<WebhookKey> rotated = keys.rotate(ENVIRONMENT, Duration.ofHours(1));
    Ed25519Verifier fresh = verifier(rotated.getFirst());
    assertThat(rotated)
        .extracting(WebhookKey::expireTime)
        .containsExactly(null, world.clock.instant().plus(Duration.ofHours(1)));

    world.append(ACME);
    Request during = receiver.next();
    assertThat(old.accepts(during)).isTrue();
    assertThat(fresh.accepts(during)).isTrue();

    world.pass(Duration.ofHours(2));
    world.append(ACME);
    Request after = receiver.next();
    assertThat(old.accepts(after)).isFalse();
    assertThat(fresh.accepts(after)).isTrue();
    assertThat(keys.signing(ENVIRONMENT)).hasSize(1);
  }

  @Test
  void withoutAnOverlapTheOldKeyEndsAtOnce() {
    create(true);
    Ed25519Verifier old = verifier(keys.signing(ENVIRONMENT).getFirst());
    Ed25519Verifier fresh = verifier(keys.rotate(ENVIRONMENT, Duration.ZERO).getFirst());

    world.append(ACME);
    Request request = receiver.next();
    assertThat(old.accepts(request)).isFalse();
    assertThat(fresh.accepts(request)).isTrue();
  }

  @Test
  void twoThatRotateAtOnceMakeTwoKeysAndOneIsTheNewest() {
    var first = Thread.ofVirtual().start(() -> keys.rotate(ENVIRONMENT, Duration.ofHours(1)));
    var second = Thread.ofVirtual().start(() -> keys.rotate(ENVIRONMENT, Duration.ofHours(1)));
    join(first);
    join(second);

    assertThat(keys.signing(ENVIRONMENT)).hasSize(3);
    assertThat(keys.signing(ENVIRONMENT)).filteredOn(key -> key.expireTime() == null).hasSize(1);
  }

  @Test
  void howeverOftenSecretsAndKeysAreRotatedTheHeaderIsTaken() {
    Endpoints.Created created = create(true);
    for (int i = 0; i < 100; i++) {
      keys.rotate(ENVIRONMENT, Duration.ofDays(7));
      world
          .webhooks
          .endpoints()
          .rotateSecret(ENVIRONMENT, created.endpoint().id(), Duration.ofDays(7));
    }

    world.append(ACME);
    Request request = receiver.next();
    assertThat(request.header("webhook-signature").split(" ", -1)).hasSize(20);
    assertThat(verifier(keys.signing(ENVIRONMENT).getFirst()).accepts(request)).isTrue();
  }

  @Test
  void anOverlapOfMoreThanAWeekIsRefused() {
    assertThatThrownBy(() -> keys.rotate(ENVIRONMENT, Duration.ofDays(8)))
        .isInstanceOf(Problem.class)
        .hasMessage("overlap_seconds: found 691200, expected 0 to 604800");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Ed25519Verifier verifier(WebhookKey key) {
    return new Ed25519Verifier(key.publicKey());
  }

  private Endpoints.Created create(boolean asymmetric) {
    return world.webhooks.endpoints().create(ENVIRONMENT, settings(asymmetric), true);
  }

  private EndpointSettings settings(boolean asymmetric) {
    EndpointSettings plain = world.settings(receiver.url());
    return new EndpointSettings(
        plain.url(),
        plain.name(),
        plain.description(),
        plain.eventTypes(),
        plain.timeout(),
        plain.ordering(),
        plain.format(),
        asymmetric,
        plain.headers(),
        plain.retries(),
        plain.pace());
  }
}
