package dev.ostiary.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  private final SecureRandom random = new SecureRandom();
  private final Sealer sealer = new Sealer(MasterKey.generate(random), random);
  private Database database;
  private SigningKeys keys;
  private EnvironmentId environment;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    keys = keys(1);
    environment =
        new Environments(database, new IdSource(clock, 3))
            .create("One", URI.create("https://one.example.com"))
            .id();
  }

  private SigningKeys keys(int machine) {
    return new SigningKeys(database, new IdSource(clock, machine), clock, sealer, random);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theNextKeyIsPublishedLongBeforeItSigns() {
    String first = signing();

    SigningKeys.Next next = keys.rotate(environment);

    assertThat(published()).containsExactly(first, next.id().toString());
    assertThat(signing()).isEqualTo(first);
    assertThat(next.signTime()).isEqualTo(clock.instant().plus(SigningKeys.SCHEDULE.preparation()));
    clock.set(next.signTime().minusMillis(1));
    assertThat(signing()).isEqualTo(first);
    clock.set(next.signTime());
    assertThat(signing()).isEqualTo(next.id().toString());
  }

  @Test
  void aRetiredKeyStaysUntilWhatItSignedHasLongExpired() {
    String first = signing();
    String token = OwnToken.sign(keys.signing(environment), Json.object().put("iss", "x"));
    SigningKeys.Next next = keys.rotate(environment);

    clock.set(next.signTime().plus(SigningKeys.SCHEDULE.retirement()).minusMillis(1));
    assertThat(published()).contains(first);
    assertThat(OwnToken.read(token, 4096, keys)).isInstanceOf(OwnToken.Signed.class);

    clock.set(next.signTime().plus(SigningKeys.SCHEDULE.retirement()));
    assertThat(published()).containsExactly(next.id().toString());
    assertThat(OwnToken.read(token, 4096, keys)).isInstanceOf(OwnToken.Refused.class);
    assertThat(SigningKeys.SCHEDULE.retirement()).isGreaterThan(UserTokens.ID_TOKEN_LIFE);
    assertThat(SigningKeys.SCHEDULE.retirement()).isGreaterThan(AccessTokens.LIFE);
  }

  @Test
  void oneKeyWaitsAtATime() {
    signing();
    SigningKeys.Next next = keys.rotate(environment);

    assertThatThrownBy(() -> keys.rotate(environment))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("published already and signs from " + next.signTime());
    clock.set(next.signTime());

    keys.rotate(environment);
  }

  @Test
  void aLeakedKeyIsReplacedAtOnceOnEveryNode() {
    SigningKeys elsewhere = keys(2);
    String leaked = signing();
    String token = OwnToken.sign(keys.signing(environment), Json.object().put("iss", "x"));
    assertThat(OwnToken.read(token, 4096, elsewhere)).isInstanceOf(OwnToken.Signed.class);

    SigningKeys.Next next = keys.replace(environment);

    assertThat(published()).containsExactly(next.id().toString()).doesNotContain(leaked);
    assertThat(OwnToken.read(token, 4096, keys)).isInstanceOf(OwnToken.Refused.class);
    clock.advance(MINUTE);
    assertThat(OwnToken.read(token, 4096, elsewhere)).isInstanceOf(OwnToken.Refused.class);
  }

  @Test
  void anEnvironmentThatNeverHadAKeyMayRotateToo() {
    SigningKeys.Next next = keys.rotate(environment);

    assertThat(signing()).isNotEqualTo(next.id().toString());
    assertThat(published()).contains(next.id().toString(), signing());
  }

  private String signing() {
    return keys.signing(environment).id().toString();
  }

  private List<String> published() {
    ObjectNode set = keys.jwks(environment);
    return set.path("keys")
        .valueStream()
        .map(key -> key.path("kid"))
        .map(JsonNode::asText)
        .toList();
  }
}
