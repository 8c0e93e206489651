package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.protocol.saml.SpKey;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Our keys towards SAML identity providers are made once and stay: their certificates are copied
/// by hand.
class SpKeysTest {
  private static LoginWorld world;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static SpKeys node() {
    return new SpKeys(world.database, world.sealer, world.clock, new SecureRandom());
  }

  @Test
  void aNodeFindsTheKeyThatAnotherMadeAndKnowsItStillAfterAWhile() {
    SpKeys first = node();
    SpKey made = first.signing(world.environment);

    world.clock.advance(Duration.ofMinutes(2));

    for (SpKeys keys : new SpKeys[] {first, node()}) {
      assertThat(keys.all(world.environment)).hasSize(1);
      SpKey found = keys.signing(world.environment);
      assertThat(found.certificate()).isEqualTo(made.certificate());
      assertThat(found.key()).isEqualTo(made.key());
    }
  }
}
