package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.MediaType;
import dev.ostiary.connection.OidcConfig.TokenAuthType;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.protocol.oidc.TokenResponse;
import dev.ostiary.protocol.oidc.UserInfoResponse;
import dev.ostiary.testing.StubServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderCallsTest {
  private static final OutboundClient CLIENT = StubServer.client();
  private static final String GOOD =
      "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"id_token\":\"a.b.c\"}";

  private final ProviderCalls calls = new ProviderCalls(CLIENT);
  private StubServer server;

  @BeforeEach
  void open() {
    server = new StubServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @AfterAll
  static void closeClient() {
    CLIENT.close();
  }

  @Test
  void aCodeIsRedeemedWithTheVerifier() {
    server.answers(200, MediaType.JSON, GOOD);

    TokenResponse answer = redeem(config(TokenAuthType.BASIC_AUTH, "id", "secret"));

    assertThat(answer).isEqualTo(new TokenResponse.Tokens("a.b.c", new Secret("at")));
    assertThat(server.requests().getFirst().contentUtf8())
        .isEqualTo(
            "grant_type=authorization_code&code=the+code"
                + "&redirect_uri=https%3A%2F%2Fus.example.com%2Fcallback&code_verifier=v");
  }

  @Test
  void idAndSecretAreEncodedBeforeTheyAreJoined() {
    server.answers(200, MediaType.JSON, GOOD);

    redeem(config(TokenAuthType.BASIC_AUTH, "a:b", "s%+ ü&="));

    AggregatedHttpRequest request = server.requests().getFirst();
    String header = String.valueOf(request.headers().get("authorization"));
    assertThat(
            new String(
                Base64.getDecoder().decode(header.substring("Basic ".length())),
                StandardCharsets.US_ASCII))
        .isEqualTo("a%3Ab:s%25%2B+%C3%BC%26%3D");
    assertThat(request.contentUtf8()).doesNotContain("client_secret");
  }

  @Test
  void withUrlParamsTheyAreInTheForm() {
    server.answers(200, MediaType.JSON, GOOD);

    redeem(config(TokenAuthType.URL_PARAMS, "a:b", "s%+ ü&="));

    AggregatedHttpRequest request = server.requests().getFirst();
    assertThat(request.headers().contains("authorization")).isFalse();
    assertThat(request.contentUtf8())
        .endsWith("&client_id=a%3Ab&client_secret=s%25%2B+%C3%BC%26%3D");
  }

  @Test
  void whatTheProviderRefusesIsTold() {
    server.answers(
        400,
        MediaType.JSON,
        "{\"error\":\"invalid_grant\",\"error_description\":\"<b>\\r\\n\\\"used\\\"\"}");

    assertThat(redeem(config(TokenAuthType.BASIC_AUTH, "id", "secret")))
        .isEqualTo(new TokenResponse.Refused("invalid_grant", "<b>???used?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|text/html|<html>|content type",
        "200|application/json||no valid JSON",
        "200|application/json|[]|no valid JSON",
        "200|application/json|{'access_token':'a','access_token':'b'}|no valid JSON",
        "200|application/json|{'access_token':'a','token_type':'Bearer'}|without id_token",
        "200|application/json|{'id_token':'a','token_type':'Bearer'}|without access_token",
        "200|application/json|{'access_token':'a','id_token':'b','token_type':'mac'}|token_type",
        "302|application/json|{}|status 302",
        "500|application/json|{}|status 500",
      })
  void otherAnswersAreExplained(int status, String type, String body, String expected) {
    String text = body == null ? "" : body.replace('\'', '"');
    server.answers(status, MediaType.parse(type), text);

    assertThat(redeem(config(TokenAuthType.BASIC_AUTH, "id", "secret")))
        .isInstanceOfSatisfying(
            TokenResponse.Malformed.class,
            malformed -> assertThat(malformed.found()).contains(expected));
  }

  @Test
  void aGiantAnswerIsCutOffAndADeepOneRefused() {
    OidcConfig config = config(TokenAuthType.BASIC_AUTH, "id", "secret");
    server.answers(200, MediaType.JSON, "{\"a\":\"" + "x".repeat(300_000) + "\"}");
    TokenResponse giant = redeem(config);
    server.answers(200, MediaType.JSON, "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}");
    TokenResponse deep = redeem(config);

    assertThat(giant).isEqualTo(new TokenResponse.Malformed("an answer of more than 256 KiB"));
    assertThat(deep).isInstanceOf(TokenResponse.Malformed.class);
  }

  @Test
  void aBlockedAddressIsExplainedAndNotAsked() {
    OidcConfig config =
        configAt("https://10.0.0.1/token", TokenAuthType.BASIC_AUTH, "id", "secret");

    assertThat(redeem(config)).isInstanceOf(TokenResponse.Malformed.class);
  }

  @Test
  void userinfoIsAskedWithTheAccessToken() {
    server.answers(200, MediaType.JSON, "{\"sub\":\"ada\",\"email\":\"ada@example.com\"}");

    UserInfoResponse answer = userInfo();

    assertThat(answer)
        .isInstanceOfSatisfying(
            UserInfoResponse.Claims.class,
            claims ->
                assertThat(claims.claims().path("email").asText()).isEqualTo("ada@example.com"));
    assertThat(server.requests().getFirst().headers().get("authorization")).isEqualTo("Bearer at");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"eve\"}",
        "{}",
        "{\"sub\":1}",
        "[]",
        "{\"sub\":\"eve\",\"sub\":\"ada\"}"
      })
  void userinfoAboutSomebodyElseIsRefused(String body) {
    server.answers(200, MediaType.JSON, body);

    assertThat(userInfo()).isInstanceOf(UserInfoResponse.Refused.class);
  }

  @Test
  void signedUserinfoIsNotReadUnchecked() {
    server.answers(200, MediaType.parse("application/jwt"), "a.b.c");
    assertThat(userInfo()).isInstanceOf(UserInfoResponse.Refused.class);

    server.answers(401, MediaType.JSON, "{\"sub\":\"ada\"}");
    assertThat(userInfo()).isInstanceOf(UserInfoResponse.Refused.class);
  }

  private UserInfoResponse userInfo() {
    return calls.userInfo(
        config(TokenAuthType.BASIC_AUTH, "id", "secret"), new Secret("at"), "ada");
  }

  private TokenResponse redeem(OidcConfig config) {
    return calls.redeem(
        config, "https://us.example.com/callback", new Secret("the code"), new Secret("v"));
  }

  private OidcConfig config(TokenAuthType type, String id, String secret) {
    return configAt(server.url("/token"), type, id, secret);
  }

  private OidcConfig configAt(String tokenUri, TokenAuthType type, String id, String secret) {
    return new OidcConfig(
        "https://idp.example.com",
        null,
        "https://idp.example.com/authorize",
        tokenUri,
        server.url("/userinfo"),
        "https://idp.example.com/jwks",
        null,
        id,
        new Secret(secret),
        List.of(OidcConfig.Scope.openid),
        type,
        true,
        false,
        false,
        true);
  }
}
