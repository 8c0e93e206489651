package dev.ostiary.token;

import static dev.ostiary.token.BackChannelWorld.NONCE;
import static dev.ostiary.token.BackChannelWorld.good;
import static dev.ostiary.token.BackChannelWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.protocol.oidc.Pkce;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A code through the real token endpoint.
class AuthorizationCodeTest {
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
  void aCodeGivesTheTokensOfTheContract() {
    Authorization authorization =
        world.authorization(world.app.client(), "openid", "profile", "email");
    Secret code = world.code(authorization);

    ObjectNode answer = good(world.redeem(code));

    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly("access_token", "token_type", "expires_in", "id_token", "scope");
    assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.path("expires_in").isIntegralNumber()).isTrue();
    assertThat(answer.path("expires_in").asLong()).isEqualTo(899);
    assertThat(answer.path("scope").asText()).isEqualTo("openid profile email");
    String access = answer.path("access_token").asText();
    String common =
        "'iss':'%s','sub':'%s;00u1abcd','aud':['%s'],"
            .formatted(world.environment.url(), world.connection.id(), world.app.client().id());
    long issued = world.clock.instant().getEpochSecond() - 1;
    assertThat(world.claims(access).deepCopy().without("jti").toString())
        .isEqualTo(
            json(
                "{"
                    + common
                    + ("'client_id':'%s','iat':%d,'nbf':%d,'exp':%d,'oid':'%s','sid':'%s',"
                            + "'scopes':['openid','profile','email'],"
                            + "'scope':'openid profile email'}")
                        .formatted(
                            world.app.client().id(),
                            issued,
                            issued,
                            issued + 900,
                            world.organization,
                            authorization.session())));
    assertThat(world.claims(access).path("jti").asText()).matches("tkn_\\d+");
    ObjectNode id = world.claims(answer.path("id_token").asText());
    assertThat(id.remove("at_hash").asText()).hasSize(22);
    assertThat(id.remove("c_hash").asText()).hasSize(22);
    assertThat(id.toString())
        .isEqualTo(
            json(
                "{"
                    + common
                    + ("'azp':'%1$s','client_id':'%1$s','iat':%2$d,'exp':%3$d,'auth_time':%4$d,"
                            + "'amr':['%5$s'],'acr':'urn:mfa','oid':'%6$s','sid':'%7$s',"
                            + "'nonce':'%8$s','email':'ada@acme.example','email_verified':true,"
                            + "'family_name':'Lovelace','given_name':'Ada',"
                            + "'groups':['engines','numbers'],'department':'Analysis',"
                            + "'sites':['London','Turin']}")
                        .formatted(
                            world.app.client().id(),
                            issued,
                            issued + 259_200,
                            authorization.identity().authentication().time().getEpochSecond(),
                            world.connection.id(),
                            world.organization,
                            authorization.session(),
                            NONCE)));
  }

  @Test
  void hashesInTheIdTokenBelongToTheCodeAndTheAccessToken() {
    Secret code = world.code("openid");

    ObjectNode answer = good(world.redeem(code));

    ObjectNode id = world.claims(answer.path("id_token").asText());
    assertThat(id.path("c_hash").asText()).isEqualTo(halfHash(code.reveal()));
    assertThat(id.path("at_hash").asText())
        .isEqualTo(halfHash(answer.path("access_token").asText()));
  }

  @Test
  void scopesDecideWhatIsTold() {
    ObjectNode little = world.claims(world.tokens("openid").path("id_token").asText());
    ObjectNode phone = world.claims(world.tokens("openid", "phone").path("id_token").asText());

    assertThat(little.has("email")).isFalse();
    assertThat(little.has("given_name")).isFalse();
    assertThat(little.has("phone_number")).isFalse();
    assertThat(phone.path("phone_number").asText()).isEqualTo("+44 20");
  }

  @Test
  void offlineAccessAloneGivesARefreshToken() {
    assertThat(world.tokens("openid").has("refresh_token")).isFalse();
    assertThat(world.tokens("openid", "offline_access").path("refresh_token").asText())
        .matches("[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{43}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aRequestThatDoesNotFitTheCodeIsRefusedAndUsesItUp(
      String name, UnaryOperator<Map<String, String>> alteration) {
    Secret code = world.code("openid");

    refused(world.token(world.redemption(code, alteration)), 400, "invalid_grant");
    refused(world.redeem(code), 400, "invalid_grant");
  }

  static Stream<Arguments> aRequestThatDoesNotFitTheCodeIsRefusedAndUsesItUp() {
    return Stream.of(
        row("another redirect URI", with("redirect_uri", "https://app.example.com/other")),
        row("a slash more", with("redirect_uri", BackChannelWorld.REDIRECT + "/")),
        row("no verifier", with("code_verifier", null)),
        row("another verifier", with("code_verifier", "x".repeat(43))),
        row("a short verifier", with("code_verifier", "x".repeat(42))),
        row("a long verifier", with("code_verifier", "x".repeat(129))),
        row(
            "the challenge as verifier",
            with("code_verifier", Pkce.challenge(BackChannelWorld.VERIFIER))));
  }

  private static Arguments row(String name, UnaryOperator<Map<String, String>> alteration) {
    return Arguments.arguments(name, alteration);
  }

  private static UnaryOperator<Map<String, String>> with(String name, @Nullable String value) {
    return form -> {
      Map<String, String> altered = new HashMap<>(form);
      if (value == null) {
        altered.remove(name);
      } else {
        altered.put(name, value);
      }
      return altered;
    };
  }

  @Test
  void anotherClientGetsNothingAndTheCodeStaysGood() {
    Secret code = world.code("openid");
    UnaryOperator<Map<String, String>> byOther =
        form ->
            with("client_secret", world.other.secret().reveal())
                .apply(with("client_id", world.other.client().id().toString()).apply(form));

    refused(world.token(world.redemption(code, byOther)), 400, "invalid_grant");
    good(world.redeem(code));
  }

  @Test
  void aSecondUseTakesBackWhatTheFirstGave() {
    Secret code = world.code("openid", "offline_access");
    ObjectNode tokens = good(world.redeem(code));
    good(world.userInfo(tokens.path("access_token").asText()));

    refused(world.redeem(code), 400, "invalid_grant");

    assertThat(world.userInfo(tokens.path("access_token").asText()).statusCode()).isEqualTo(401);
    assertThat(world.introspect(tokens.path("access_token").asText()).path("active").asBoolean())
        .isFalse();
    refused(world.refresh(tokens.path("refresh_token").asText()), 400, "invalid_grant");
  }

  @Test
  void ofFiftyRedemptionsAtTheSameTimeOneSucceeds() throws Exception {
    Secret code = world.code("openid");
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        answers.add(executor.submit(() -> world.redeem(code)));
      }
    }
    int succeeded = 0;
    for (Future<HttpResponse<String>> answer : answers) {
      if (answer.get().statusCode() == 200) {
        succeeded++;
      } else {
        refused(answer.get(), 400, "invalid_grant");
      }
    }

    assertThat(succeeded).isEqualTo(1);
  }

  @Test
  void aCodeLastsAMinute() {
    Secret almost = world.code("openid");
    Secret late = world.code("openid");
    world.clock.advance(AuthorizationCodes.LIFE.minusMillis(1));
    good(world.redeem(almost));

    world.clock.advance(Duration.ofMillis(1));

    refused(world.redeem(late), 400, "invalid_grant");
  }

  @Test
  void whatIsStoredIsNoCode() {
    Secret code = world.code("openid");

    List<String> rows =
        world.database.transact(tx ->
            tx.sql("select row_to_json(g)::text as row from authorization_grant g")
                .list(row -> row.text("row")));

    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).doesNotContain(code.reveal()));
    good(world.redeem(code));
  }

  @Test
  void aConnectionThatWasDisabledOrDeletedMeanwhileGivesNothing() {
    Connection disabled = world.newConnection();
    Connection deleted = world.newConnection();
    Secret first = world.code(world.authorization(world.app.client(), disabled, "openid"));
    Secret second = world.code(world.authorization(world.app.client(), deleted, "openid"));

    world.disable(disabled);
    world.delete(deleted);

    refused(world.redeem(first), 400, "invalid_grant");
    refused(world.redeem(second), 400, "invalid_grant");
    good(world.redeem(world.code("openid")));
  }

  @Test
  void aClientWithoutSecretProvesItselfByPkce() {
    Secret code = world.code(world.authorization(world.device, "openid"));
    UnaryOperator<Map<String, String>> byDevice =
        form ->
            with("client_secret", null)
                .apply(with("client_id", world.device.id().toString()).apply(form));

    good(world.token(world.redemption(code, byDevice)));

    Secret next = world.code(world.authorization(world.device, "openid"));
    refused(
        world.token(
            world.redemption(
                next, form -> with("client_secret", "guess").apply(byDevice.apply(form)))),
        401,
        "invalid_client");
    refused(
        world.token(world.redemption(world.code("openid"), with("client_secret", null))),
        401,
        "invalid_client");
  }

  @Test
  void aClientThatOptedOutOfPkceMayNotShowAVerifier() {
    Secret without = world.code(withoutChallenge());
    Secret downgraded = world.code(withoutChallenge());

    good(world.token(world.redemption(without, with("code_verifier", null))));
    refused(world.redeem(downgraded), 400, "invalid_grant");
  }

  private static Authorization withoutChallenge() {
    Authorization full = world.authorization(world.app.client(), "openid");
    return new Authorization(
        full.client(),
        full.redirectUri(),
        null,
        full.nonce(),
        full.scopes(),
        full.session(),
        full.identity());
  }

  private static String halfHash(String text) {
    byte[] digest = Digests.sha256(text.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
