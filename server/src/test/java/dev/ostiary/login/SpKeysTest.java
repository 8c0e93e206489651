package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.protocol.saml.SpKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our keys towards SAML identity providers: their certificates are copied by hand, so they stay
/// until they are replaced, and a new one is known long before it signs.
class SpKeysTest {
  private LoginWorld world;
  private SpKeys keys;

  @BeforeEach
  void start() {
    world = new LoginWorld();
    keys = node();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private SpKeys node() {
    return new SpKeys(world.database, world.sealer, world.clock, new SecureRandom());
  }

  @Test
  void aNodeFindsTheKeyThatAnotherMadeAndKnowsItStillAfterAWhile() {
    SpKey made = keys.signing(world.environment);

    world.clock.advance(Duration.ofMinutes(2));

    for (SpKeys node : List.of(keys, node())) {
      assertThat(node.opening(world.environment)).hasSize(1);
      SpKey found = node.signing(world.environment);
      assertThat(found.certificate()).isEqualTo(made.certificate());
      assertThat(found.key()).isEqualTo(made.key());
    }
  }

  @Test
  void theNextKeyIsPublishedAndOpensLongBeforeItSigns() {
    SpKey first = keys.signing(world.environment);

    SpKeys.Next next = keys.rotate(world.environment);

    List<SpKey> published = keys.published(world.environment);
    SpKey second = published.getLast();
    assertThat(published).containsExactly(first, second).doesNotHaveDuplicates();
    assertThat(keys.opening(world.environment)).containsExactly(second, first);
    assertThat(next.signTime())
        .isEqualTo(world.clock.instant().plus(SpKeys.SCHEDULE.preparation()));
    assertThatThrownBy(() -> keys.rotate(world.environment)).isInstanceOf(Problem.class);
    world.clock.set(next.signTime().minusMillis(1));
    assertThat(certificate(keys)).isEqualTo(first.certificate());
    world.clock.set(next.signTime());
    assertThat(certificate(keys)).isEqualTo(second.certificate());
    assertThat(keys.rotate(world.environment).signTime()).isAfter(next.signTime());
  }

  @Test
  void theFirstKeyOfAllSignsAtOnce() {
    SpKeys.Next first = keys.rotate(world.environment);

    assertThat(first.signTime()).isEqualTo(world.clock.instant());
    assertThat(keys.published(world.environment)).hasSize(1);
  }

  @Test
  void aRetiredKeyOpensForAWhileAndIsPublishedNoMore() {
    X509Certificate first = certificate(keys);
    SpKeys.Next next = keys.rotate(world.environment);
    Instant end = next.signTime().plus(SpKeys.SCHEDULE.retirement());

    world.clock.set(end.minusMillis(1));
    assertThat(keys.published(world.environment)).hasSize(1);
    assertThat(keys.opening(world.environment))
        .extracting(SpKey::certificate)
        .containsExactly(certificate(keys), first);

    world.clock.set(end);
    assertThat(keys.opening(world.environment))
        .extracting(SpKey::certificate)
        .containsExactly(certificate(keys));
    keys.rotate(world.environment);
    assertThat(node().opening(world.environment)).as("and is gone").hasSize(2);
  }

  @Test
  void aLeakedKeyIsReplacedAtOnceOnEveryNodeAndOpensForAWhile() {
    SpKeys elsewhere = node();
    SpKey leaked = elsewhere.signing(world.environment);
    keys.rotate(world.environment);
    SpKey waiting = keys.published(world.environment).getLast();
    world.clock.advance(Duration.ofSeconds(1));

    keys.replace(world.environment);

    X509Certificate fresh = certificate(keys);
    assertThat(fresh).isNotIn(leaked.certificate(), waiting.certificate());
    assertThat(keys.published(world.environment)).hasSize(1);
    assertThat(keys.opening(world.environment))
        .extracting(SpKey::certificate)
        .containsExactly(fresh, leaked.certificate());
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(certificate(elsewhere)).isEqualTo(fresh);
  }

  private X509Certificate certificate(SpKeys node) {
    return node.signing(world.environment).certificate();
  }
}
