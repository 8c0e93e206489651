package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.MediaType;
import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.oidc.TestProvider;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.StubServer;
import dev.ostiary.token.Authentication;
import dev.ostiary.token.Identity;
import dev.ostiary.token.Profile;
import dev.ostiary.token.Session;
import dev.ostiary.token.UpstreamSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An OpenID provider says that somebody has signed out there.
class BackchannelLogoutTest {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private static TestProvider provider = new TestProvider();
  private static LoginWorld world;
  private static StubServer keys;
  private static Connection connection;
  private static Connection other;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    keys = new StubServer();
    keys.answers(200, MediaType.JSON, provider.jwks());
    connection = connection();
    other = connection();
  }

  private static Connection connection() {
    return world.connection(
        ConnectionType.OIDC,
        ConfigChange.of(
            new OidcChange()
                .issuer(TestProvider.ISSUER)
                .authorizeUri("https://idp.example.com/authorize")
                .tokenUri("https://idp.example.com/token")
                .jwksUri(keys.url("/jwks"))
                .clientId(TestProvider.CLIENT)
                .clientSecret("correct horse battery staple")));
  }

  @AfterAll
  static void stop() {
    keys.close();
    world.close();
  }

  @Test
  void theSessionThatEndedThereEndsHere() {
    Session first = session(connection, "ada", "s-1");
    Session second = session(connection, "ada", "s-2");

    assertThat(send(connection, message(claims -> claims.put("sid", "s-1"))).status())
        .isEqualTo(200);

    assertThat(isThere(first)).isFalse();
    assertThat(isThere(second)).isTrue();
  }

  @Test
  void aPersonWhoSignedOutEverywhereIsOutHere() {
    Session first = session(connection, "eve", "s-3");
    Session second = session(connection, "eve", "s-4");
    Session anothers = session(connection, "ada", "s-5");
    Session elsewhere = session(other, "eve", "s-3");

    assertThat(send(connection, message(claims -> claims.put("sub", "eve"))).status())
        .isEqualTo(200);

    assertThat(isThere(first)).isFalse();
    assertThat(isThere(second)).isFalse();
    assertThat(isThere(anothers)).isTrue();
    assertThat(isThere(elsewhere)).isTrue();
  }

  @Test
  void messagesThatAreNotBelievedEndNothing() {
    Session session = session(connection, "ada", "s-6");

    for (String text :
        new String[] {
          message(claims -> claims.put("sid", "s-6").put("nonce", "n")),
          message(claims -> claims.put("sid", "s-6").put("aud", "another")),
          message(claims -> claims.put("sid", "s-6").remove("events")),
          new TestProvider().sign(TestProvider.header(), "{\"sid\":\"s-6\"}"),
          message(claims -> {}),
          ""
        }) {
      assertThat(send(connection, text).status()).as(text).isEqualTo(400);
    }
    assertThat(send(world.simulated, message(claims -> claims.put("sid", "s-6"))).status())
        .isEqualTo(400);

    assertThat(isThere(session)).isTrue();
  }

  @Test
  void aMessageIsHeededOnce() {
    String message = message(claims -> claims.put("sub", "mae"));
    Session first = session(connection, "mae", "s-8");
    assertThat(send(connection, message).status()).isEqualTo(200);
    Session second = session(connection, "mae", "s-9");

    assertThat(send(connection, message).status()).isEqualTo(400);

    assertThat(isThere(first)).isFalse();
    assertThat(isThere(second)).isTrue();
  }

  @Test
  void aProviderThatChangedItsKeysIsBelievedAtOnce() {
    Session session = session(connection, "ada", "s-7");
    assertThat(send(connection, message(claims -> claims.put("sid", "unknown"))).status())
        .isEqualTo(200);
    provider = new TestProvider();
    keys.answers(200, MediaType.JSON, provider.jwks());
    world.clock.advance(Duration.ofMinutes(1));

    assertThat(send(connection, message(claims -> claims.put("sid", "s-7"))).status())
        .isEqualTo(200);

    assertThat(isThere(session)).isFalse();
  }

  private static Session session(Connection by, String subject, String index) {
    Identity identity =
        new Identity(
            by.id(),
            world.organization,
            subject,
            new Profile(null, false, Map.of(), List.of()),
            Map.of(),
            new Authentication(world.clock.instant(), null, List.of()),
            new UpstreamSession(index, Map.of()));
    return world
        .database
        .transact(tx -> world.sessions.begin(tx, world.environment.id(), identity, null))
        .session();
  }

  private static boolean isThere(Session session) {
    return world.sessions.find(world.environment.id(), session.id()).isPresent();
  }

  private static String message(Consumer<ObjectNode> alteration) {
    long now = world.clock.instant().getEpochSecond();
    ObjectNode claims =
        Json.object()
            .put("iss", TestProvider.ISSUER)
            .put("aud", TestProvider.CLIENT)
            .put("iat", now)
            .put("exp", now + 120)
            .put("jti", "j-" + world.ids.next());
    claims.putObject("events").putObject(EVENT);
    alteration.accept(claims);
    return provider.sign(TestProvider.header().put("typ", "logout+jwt"), Json.text(claims));
  }

  private static Page send(Connection to, String token) {
    return new Browser()
        .post(
            world.environment.url() + "/sso/v1/oidc/" + to.id() + "/backchannel-logout",
            Map.of("logout_token", token));
  }
}
