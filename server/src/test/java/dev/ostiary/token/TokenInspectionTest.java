package dev.ostiary.token;

import static dev.ostiary.token.BackChannelWorld.good;
import static dev.ostiary.token.BackChannelWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a token is worth: userinfo, introspection, revocation and hints.
class TokenInspectionTest {
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
  void userinfoTellsWhatTheScopesAllow() {
    ObjectNode tokens = world.tokens("openid", "email");

    ObjectNode claims = good(world.userInfo(access(tokens)));

    assertThat(claims.toString())
        .isEqualTo(
            "{'sub':'%s;00u1abcd','email':'ada@acme.example','email_verified':true,'groups':['engines','numbers'],'department':'Analysis','sites':['London','Turin']}"
                .formatted(world.connection.id())
                .replace('\'', '"'));
    assertThat(claims.path("sub"))
        .isEqualTo(world.claims(tokens.path("id_token").asText()).path("sub"));
  }

  @Test
  void userinfoTakesTheTokenInAFormToo() {
    String token = access(world.tokens("openid"));

    good(world.post("/userinfo", Map.of(), "Bearer " + token));
    good(world.post("/userinfo", Map.of("access_token", token), null));
    refused(
        world.post("/userinfo", Map.of("access_token", token), "Bearer " + token),
        400,
        "invalid_request");
    assertThat(world.get("/userinfo?access_token=" + token, null).statusCode()).isEqualTo(401);
  }

  @Test
  void userinfoWithoutATokenSaysThatOneIsWanted() {
    HttpResponse<String> answer = world.get("/userinfo", null);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
        .startsWith("Bearer ")
        .doesNotContain("error");
  }

  @Test
  void otherTokensAreNotForUserinfo() {
    ObjectNode tokens = world.tokens("openid", "offline_access");
    String own =
        good(world.token(
                Map.of(
                    "grant_type", "client_credentials",
                    "client_id", world.app.client().id().toString(),
                    "client_secret", world.app.secret().reveal())))
            .path("access_token")
            .asText();
    String altered = access(tokens).substring(0, access(tokens).length() - 6) + "AAAAAA";

    for (String token :
        new String[] {
          tokens.path("id_token").asText(), tokens.path("refresh_token").asText(), own, altered, "x"
        }) {
      HttpResponse<String> answer = world.userInfo(token);
      refused(answer, 401, "invalid_token");
      assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
          .startsWith("Bearer ")
          .contains("error=\"invalid_token\"");
    }
    good(world.userInfo(access(tokens)));
  }

  @Test
  void aTokenOfAPersonIsNotForTheApi() {
    ObjectNode tokens = world.tokens("openid");

    for (String name : new String[] {"access_token", "id_token"}) {
      assertThat(world.backChannel.tokens().verify(tokens.path(name).asText()))
          .isInstanceOf(Verdict.Rejected.class);
    }
  }

  @Test
  void anAccessTokenEndsAfterItsTime() {
    String token = access(world.tokens("openid"));
    world.clock.advance(Duration.ofSeconds(898));
    good(world.userInfo(token));

    world.clock.advance(Duration.ofSeconds(1));

    refused(world.userInfo(token), 401, "invalid_token");
  }

  @Test
  void anAccessTokenEndsWithItsConnection() {
    Connection connection = world.newConnection();
    String token =
        access(
            good(
                world.redeem(
                    world.code(world.authorization(world.app.client(), connection, "openid")))));
    good(world.userInfo(token));

    world.disable(connection);

    refused(world.userInfo(token), 401, "invalid_token");
    assertThat(world.introspect(token).path("active").asBoolean()).isFalse();
  }

  @Test
  void introspectionTellsAClientOfItsOwnTokens() {
    ObjectNode tokens = world.tokens("openid", "email", "offline_access");

    ObjectNode access = world.introspect(access(tokens));
    ObjectNode refresh = world.introspect(tokens.path("refresh_token").asText());

    assertThat(access.path("active").asBoolean()).isTrue();
    assertThat(access.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(access.path("scope").asText()).isEqualTo("openid email offline_access");
    assertThat(access.path("client_id").asText()).isEqualTo(world.app.client().id().toString());
    assertThat(access.path("sub").asText()).isEqualTo(world.connection.id() + ";00u1abcd");
    assertThat(access.path("jti")).isEqualTo(world.claims(access(tokens)).path("jti"));
    assertThat(access.path("exp")).isEqualTo(world.claims(access(tokens)).path("exp"));
    assertThat(refresh.path("active").asBoolean()).isTrue();
    assertThat(refresh.path("token_type").asText()).isEqualTo("refresh_token");
  }

  @Test
  void ofOtherTokensIntrospectionTellsNothing() {
    ObjectNode tokens = world.tokens("openid", "offline_access");
    String used = tokens.path("refresh_token").asText();
    good(world.refresh(used));

    assertInactive(world.asClient("/oauth/introspect", world.other, access(tokens)));
    assertInactive(world.asClient("/oauth/introspect", world.other, used));
    assertInactive(world.asClient("/oauth/introspect", world.app, used));
    assertInactive(
        world.asClient("/oauth/introspect", world.app, tokens.path("id_token").asText()));
    assertInactive(world.asClient("/oauth/introspect", world.app, "nonsense"));
    assertThat(world.introspect(access(tokens)).path("active").asBoolean()).isTrue();
  }

  @Test
  void introspectionIsForClientsThatProveThemselves() {
    Map<String, String> form =
        Map.of("token", access(world.tokens("openid")), "client_id", world.device.id().toString());

    refused(world.post("/oauth/introspect", form, null), 401, "invalid_client");
    refused(world.post("/oauth/introspect", Map.of("token", "x"), null), 401, "invalid_client");
  }

  @Test
  void revokingAnyTokenTakesAllOfTheSignInBack() {
    for (String name : new String[] {"access_token", "refresh_token"}) {
      ObjectNode tokens = world.tokens("openid", "offline_access");
      ObjectNode others = world.tokens("openid", "offline_access");

      HttpResponse<String> answer =
          world.asClient("/oauth/revoke", world.app, tokens.path(name).asText());

      assertThat(answer.statusCode()).isEqualTo(200);
      refused(world.userInfo(access(tokens)), 401, "invalid_token");
      refused(world.refresh(tokens.path("refresh_token").asText()), 400, "invalid_grant");
      good(world.userInfo(access(others)));
      good(world.refresh(others.path("refresh_token").asText()));
    }
  }

  @Test
  void nobodyRevokesTheTokensOfAnother() {
    ObjectNode tokens = world.tokens("openid", "offline_access");

    for (String token :
        new String[] {access(tokens), tokens.path("refresh_token").asText(), "nonsense"}) {
      assertThat(world.asClient("/oauth/revoke", world.other, token).statusCode()).isEqualTo(200);
    }

    good(world.userInfo(access(tokens)));
    good(world.refresh(tokens.path("refresh_token").asText()));
  }

  @Test
  void anOldIdTokenIsAHintStill() {
    ObjectNode tokens = world.tokens("openid");
    String idToken = tokens.path("id_token").asText();
    world.clock.advance(Duration.ofDays(10));
    IdTokenHints hints = world.backChannel.hints();

    assertThat(hints.read(world.environment.id(), idToken))
        .hasValueSatisfying(hint -> {
          assertThat(hint.client()).isEqualTo(world.app.client().id());
          assertThat(hint.subject()).isEqualTo(world.connection.id() + ";00u1abcd");
        });
    assertThat(hints.read(world.environment.id(), access(tokens))).isEmpty();
    assertThat(hints.read(world.environment.id(), idToken + "x")).isEmpty();
    assertThat(hints.read(world.environment.id(), "")).isEmpty();
  }

  @Test
  void aSessionIsKnownByItsCookieUntilItEnds() {
    Sessions sessions = world.backChannel.sessions();
    Sessions.Begun begun =
        world.database.transact(tx ->
            sessions.begin(tx, world.environment.id(), world.identity(world.connection), null));

    assertThat(sessions.find(world.environment.id(), begun.cookie())).contains(begun.session());
    assertThat(sessions.find(world.environment.id(), new Secret("guess"))).isEmpty();

    sessions.end(world.environment.id(), begun.session().id());

    assertThat(sessions.find(world.environment.id(), begun.cookie())).isEmpty();
  }

  @Test
  void aSessionLastsAWorkingDay() {
    Sessions sessions = world.backChannel.sessions();
    Sessions.Begun begun =
        world.database.transact(tx ->
            sessions.begin(tx, world.environment.id(), world.identity(world.connection), null));
    world.clock.advance(Sessions.LIFE.minusMillis(1));
    assertThat(sessions.find(world.environment.id(), begun.cookie())).isPresent();

    world.clock.advance(Duration.ofMillis(1));

    assertThat(sessions.find(world.environment.id(), begun.cookie())).isEmpty();
  }

  private static void assertInactive(HttpResponse<String> answer) {
    assertThat(good(answer)).isEqualTo(Json.object().put("active", false));
  }

  private static String access(ObjectNode tokens) {
    return tokens.path("access_token").asText();
  }
}
