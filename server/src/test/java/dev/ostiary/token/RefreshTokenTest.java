package dev.ostiary.token;

import static dev.ostiary.token.BackChannelWorld.good;
import static dev.ostiary.token.BackChannelWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.environment.CreatedClient;
import dev.ostiary.platform.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Refresh tokens through the real token endpoint.
class RefreshTokenTest {
  private static BackChannelWorld world;

  @BeforeAll
  static void start() {
    world = new BackChannelWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void aRefreshGivesNewTokensAndTheNextRefreshToken() {
    ObjectNode first = tokens();

    ObjectNode second = good(world.refresh(refreshToken(first)));

    assertThat(refreshToken(second)).isNotEqualTo(refreshToken(first));
    assertThat(second.path("expires_in").asLong()).isEqualTo(899);
    ObjectNode before = world.claims(first.path("id_token").asText());
    ObjectNode after = world.claims(second.path("id_token").asText());
    assertThat(after.has("nonce")).isFalse();
    for (String same : List.of("iss", "sub", "aud", "azp", "auth_time", "sid", "email")) {
      assertThat(after.path(same)).as(same).isEqualTo(before.path(same));
    }
    good(world.userInfo(first.path("access_token").asText()));
    good(world.userInfo(second.path("access_token").asText()));
    good(world.refresh(refreshToken(second)));
  }

  @Test
  void aTokenThatWasUsedLongAgoRevokesEverything() {
    ObjectNode first = tokens();
    ObjectNode second = good(world.refresh(refreshToken(first)));
    ObjectNode third = good(world.refresh(refreshToken(second)));

    refused(world.refresh(refreshToken(first)), 400, "invalid_grant");

    refused(world.refresh(refreshToken(third)), 400, "invalid_grant");
    assertThat(world.userInfo(third.path("access_token").asText()).statusCode()).isEqualTo(401);
  }

  @Test
  void aLostAnswerMayBeAskedForAgainAtOnce() {
    ObjectNode first = tokens();
    ObjectNode lost = good(world.refresh(refreshToken(first)));
    world.clock.advance(Grants.GRACE.minusMillis(1));

    ObjectNode again = good(world.refresh(refreshToken(first)));

    assertThat(refreshToken(again)).isNotEqualTo(refreshToken(lost));
    good(world.refresh(refreshToken(again)));
  }

  @Test
  void laterThanThatItIsReuse() {
    ObjectNode first = tokens();
    ObjectNode second = good(world.refresh(refreshToken(first)));
    world.clock.advance(Grants.GRACE);

    refused(world.refresh(refreshToken(first)), 400, "invalid_grant");
    refused(world.refresh(refreshToken(second)), 400, "invalid_grant");
  }

  @Test
  void itBelongsToItsClient() {
    ObjectNode tokens = tokens();

    refused(world.refresh(refreshToken(tokens), world.other), 400, "invalid_grant");
    good(world.refresh(refreshToken(tokens)));
  }

  @Test
  void itEndsWhenItIsNotUsed() {
    ObjectNode used = tokens();
    ObjectNode unused = tokens();
    world.clock.advance(Grants.REFRESH_IDLE.minusSeconds(1));
    good(world.refresh(refreshToken(used)));

    world.clock.advance(Duration.ofSeconds(1));

    refused(world.refresh(refreshToken(unused)), 400, "invalid_grant");
  }

  @Test
  void itEndsForGoodHoweverOftenItIsUsed() {
    ObjectNode tokens = tokens();
    Duration step = Grants.REFRESH_IDLE.minusSeconds(1);
    for (Duration age = step; age.compareTo(Grants.REFRESH_LIFE) < 0; age = age.plus(step)) {
      world.clock.advance(step);
      tokens = good(world.refresh(refreshToken(tokens)));
    }

    world.clock.advance(step);

    refused(world.refresh(refreshToken(tokens)), 400, "invalid_grant");
  }

  @Test
  void itEndsWithItsConnection() {
    Connection disabled = world.newConnection();
    Connection deleted = world.newConnection();
    String first = refreshToken(tokens(disabled));
    String second = refreshToken(tokens(deleted));
    String control = refreshToken(tokens());

    world.disable(disabled);
    world.delete(deleted);

    refused(world.refresh(first), 400, "invalid_grant");
    refused(world.refresh(second), 400, "invalid_grant");
    good(world.refresh(control));
  }

  @Test
  void aConnectionThatIsEnabledAgainDoesNotBringItBack() {
    Connection connection = world.newConnection();
    ObjectNode before = tokens(connection);
    Secret code =
        world.code(world.authorization(world.app.client(), connection, "openid", "offline_access"));
    world.clock.advance(Duration.ofSeconds(1));

    world.disable(connection);
    world.enable(connection);

    assertThat(world.userInfo(before.path("access_token").asText()).statusCode()).isEqualTo(401);
    assertThat(world.introspect(refreshToken(before)).path("active").asBoolean()).isFalse();
    refused(world.refresh(refreshToken(before)), 400, "invalid_grant");
    refused(world.redeem(code), 400, "invalid_grant");
    good(world.refresh(refreshToken(tokens(connection))));
  }

  @Test
  void itEndsWithItsClient() {
    CreatedClient leaving = world.clients.create(world.environment.id(), "Leaving");
    String ended = refreshToken(tokens(leaving));
    String control = refreshToken(tokens());
    world.clients.delete(world.environment.id(), leaving.client().id());

    refused(world.refresh(ended, leaving), 401, "invalid_client");
    refused(world.refresh(ended), 400, "invalid_grant");
    good(world.refresh(control));
  }

  @Test
  void itEndsWhenTheIdentityProviderEndsTheSession() {
    Connection connection = world.newConnection();
    ObjectNode tokens = tokens(connection);

    int ended =
        world
            .backChannel
            .sessions()
            .endUpstream(world.environment.id(), connection.id(), "00u1abcd", null);

    assertThat(ended).isEqualTo(1);
    refused(world.refresh(refreshToken(tokens)), 400, "invalid_grant");
    assertThat(world.userInfo(tokens.path("access_token").asText()).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b", "skc_1"})
  void whatIsNoRefreshTokenIsRefused(String text) {
    refused(world.refresh(text), 400, "invalid_grant");
  }

  @Test
  void aHalfThatIsMadeUpRevokesTheFamilyAndNothingElse() {
    String real = refreshToken(tokens());
    String another = refreshToken(tokens());
    String forged = real.substring(0, 44) + "A".repeat(43);
    String unknown = "A".repeat(43) + another.substring(43);

    refused(world.refresh(unknown), 400, "invalid_grant");
    refused(world.refresh(forged), 400, "invalid_grant");

    refused(world.refresh(real), 400, "invalid_grant");
    good(world.refresh(another));
  }

  @Test
  void whatHasExpiredIsSweptAway() {
    tokens();
    String unused = refreshToken(tokens());
    world.clock.advance(Grants.REFRESH_LIFE);
    ObjectNode fresh = tokens();

    world.backChannel.sweep().run();

    long left =
        world.database.transact(tx ->
            tx.sql("select count(*) as n from authorization_grant where expire_time <= :now")
                .bind("now", world.clock.instant())
                .one(row -> row.number("n")));
    assertThat(left).isZero();
    refused(world.refresh(unused), 400, "invalid_grant");
    good(world.refresh(refreshToken(fresh)));
  }

  private static ObjectNode tokens() {
    return world.tokens("openid", "email", "offline_access");
  }

  private static ObjectNode tokens(Connection by) {
    return good(
        world.redeem(
            world.code(world.authorization(world.app.client(), by, "openid", "offline_access"))));
  }

  private static ObjectNode tokens(CreatedClient by) {
    Secret code =
        world.code(world.authorization(by.client(), world.connection, "openid", "offline_access"));
    return good(
        world.token(
            world.redemption(
                code,
                form -> {
                  form.put("client_id", by.client().id().toString());
                  form.put("client_secret", by.secret().reveal());
                  return form;
                })));
  }

  private static String refreshToken(ObjectNode answer) {
    return answer.path("refresh_token").asText();
  }

  @Test
  void aRefreshWithoutATokenIsNoRequest() {
    refused(
        world.token(
            Map.of(
                "grant_type", "refresh_token",
                "client_id", world.app.client().id().toString(),
                "client_secret", world.app.secret().reveal())),
        400,
        "invalid_request");
  }
}
