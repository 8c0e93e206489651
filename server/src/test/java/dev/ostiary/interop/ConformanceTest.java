package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.protocol.oidc.Pkce;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the OpenID Foundation's test plans for providers (basic, config, form post) ask of a
/// server, module by module, asked of the whole server by an app without PKCE, as the plans are.
class ConformanceTest {
  private static final String CALLBACK = "http://localhost:3000/callback";

  private static TestServer server;
  private static String connection;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    connection = server.playground();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// oidcc-server, oidcc-discovery-endpoint-verification
  @Test
  void aSignInEndsInAnIdTokenThatThePublishedKeysVerify() throws Exception {
    ObjectNode metadata =
        Json.parseObject(
            new Browser().get(server.url() + "/.well-known/openid-configuration").body());
    Page end = signIn(new Browser(), request());

    ObjectNode answer = tokens(end);

    assertThat(end.parameters())
        .containsEntry("state", "af0ifjsldkj")
        .containsEntry("iss", metadata.path("issuer").asText());
    SignedJWT token = SignedJWT.parse(answer.path("id_token").asText());
    JWKSet keys = JWKSet.parse(new Browser().get(metadata.path("jwks_uri").asText()).body());
    assertThat(
            token.verify(
                new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
        .isTrue();
    ObjectNode claims = claims(answer);
    assertThat(claims.path("iss")).isEqualTo(metadata.path("issuer"));
    assertThat(claims.path("nonce").asText()).isEqualTo("n-0S6_WzA2Mj");
    assertThat(claims.path("exp").asLong()).isGreaterThan(claims.path("iat").asLong());
  }

  /// oidcc-response-type-missing and everything else that is not a code
  @ParameterizedTest
  @CsvSource({
    "'', invalid_request",
    "token, unsupported_response_type",
    "id_token, unsupported_response_type",
    "code id_token, unsupported_response_type"
  })
  void otherResponseTypesAreRefusedAtTheRedirectUri(String type, String error) {
    Page page = new Browser().get(authorize(with("response_type", type)));

    assertThat(page.location().toString()).startsWith(CALLBACK);
    assertThat(page.parameters())
        .containsEntry("error", error)
        .containsEntry("state", "af0ifjsldkj");
  }

  /// oidcc-ensure-request-without-nonce-succeeds-for-code-flow
  @Test
  void aRequestWithoutNonceSucceeds() {
    assertThat(claims(tokens(signIn(new Browser(), with("nonce", "")))).has("nonce")).isFalse();
  }

  /// oidcc-ensure-request-with-valid-pkce-succeeds
  @Test
  void aRequestWithPkceSucceeds() {
    String verifier = "v".repeat(43);
    Map<String, String> request = with("code_challenge", Pkce.challenge(new Secret(verifier)));
    request.put("code_challenge_method", "S256");

    Page end = signIn(new Browser(), request);

    assertThat(redeem(end, Map.of("code_verifier", verifier)).status()).isEqualTo(200);
  }

  /// oidcc-scope-profile, -email, -address, -phone, -all, -ensure-other-scope-order-succeeds
  @ParameterizedTest
  @CsvSource({
    "openid profile, given_name",
    "openid email, email",
    "openid address, sub",
    "openid phone, sub",
    "openid address email phone profile, email",
    "email openid, email"
  })
  void scopesAskForClaims(String scope, String claim) {
    ObjectNode answer = tokens(signIn(new Browser(), with("scope", scope)));
    Page info = userInfo(answer);

    assertThat(info.status()).isEqualTo(200);
    assertThat(Json.parseObject(info.body()).path(claim).isTextual()).isTrue();
    assertThat(Json.parseObject(info.body()).path("sub")).isEqualTo(claims(answer).path("sub"));
  }

  /// oidcc-display-page, -popup, -ui-locales, -claims-locales, -acr-values, -unknown-parameter,
  /// -login-hint, -claims-essential
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "display|page",
        "display|popup",
        "ui_locales|se",
        "claims_locales|se",
        "acr_values|1 2",
        "extra|foobar",
        "login_hint|ada@example.com",
        "claims|{\"userinfo\":{\"name\":{\"essential\":true}}}"
      })
  void optionalParametersDoNoHarm(String name, String value) {
    assertThat(tokens(signIn(new Browser(), with(name, value))).has("id_token")).isTrue();
  }

  /// oidcc-prompt-none-not-logged-in
  @Test
  void nobodyIsAskedWithPromptNone() {
    assertThat(new Browser().get(authorize(with("prompt", "none"))).parameters())
        .containsEntry("error", "login_required");
  }

  /// oidcc-prompt-none-logged-in, oidcc-id-token-hint, oidcc-max-age-10000
  @Test
  void whoIsSignedInIsNotAskedAgainWhenTheAppDoesNotWantIt() {
    Browser browser = new Browser();
    ObjectNode first = tokens(signIn(browser, request()));

    ObjectNode none = tokens(browser.get(authorize(with("prompt", "none"))));
    Map<String, String> hinted = with("prompt", "none");
    hinted.put("id_token_hint", first.path("id_token").asText());
    ObjectNode hint = tokens(browser.get(authorize(hinted)));
    ObjectNode aged = tokens(browser.get(authorize(with("max_age", "10000"))));

    for (ObjectNode again : new ObjectNode[] {none, hint, aged}) {
      assertThat(claims(again).path("sub")).isEqualTo(claims(first).path("sub"));
      assertThat(claims(again).path("auth_time")).isEqualTo(claims(first).path("auth_time"));
    }
  }

  /// oidcc-prompt-login
  @Test
  void whoIsSignedInIsAskedAgainWhenTheAppWantsIt() {
    Browser browser = new Browser();
    tokens(signIn(browser, request()));

    Page asked = browser.follow(browser.get(authorize(with("prompt", "login"))));

    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.fields()).containsKey("handle");
  }

  /// oidcc-codereuse, oidcc-codereuse-30seconds
  @Test
  void aCodeIsGoodOnce() {
    Page end = signIn(new Browser(), request());
    ObjectNode first = tokens(end);

    Page second = redeem(end, Map.of());

    assertThat(second.status()).isEqualTo(400);
    assertThat(Json.parseObject(second.body()).path("error").asText()).isEqualTo("invalid_grant");
    assertThat(userInfo(first).status()).isEqualTo(401);
  }

  /// oidcc-ensure-registered-redirect-uri, oidcc-redirect-uri-query-added
  @ParameterizedTest
  @ValueSource(
      strings = {
        CALLBACK + "/x",
        CALLBACK + "?foo=bar",
        CALLBACK + "#x",
        "https://evil.example.com",
        ""
      })
  void addressesThatAreNotRegisteredAreNotFollowed(String uri) {
    Page page = new Browser().get(authorize(with("redirect_uri", uri)));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("location")).isEmpty();
  }

  /// oidcc-ensure-post-request-succeeds
  @Test
  void aRequestMayBePosted() {
    Browser browser = new Browser();
    Page form = browser.follow(browser.post(server.url() + "/oauth/authorize", request()));

    assertThat(tokens(browser.submit(form, ada())).has("id_token")).isTrue();
  }

  /// oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported,
  /// oidcc-ensure-request-object-with-redirect-uri
  @ParameterizedTest
  @CsvSource({
    "request, request_not_supported",
    "request_uri, request_uri_not_supported",
  })
  void requestObjectsAreRejectedAsUnsupported(String name, String error) {
    assertThat(new Browser().get(authorize(with(name, "https://evil.example.com/x"))).parameters())
        .containsEntry("error", error);
  }

  /// oidcc-refresh-token
  @Test
  void aRefreshTokenGivesTokensOfTheSamePerson() {
    ObjectNode first = tokens(signIn(new Browser(), with("scope", "openid email offline_access")));

    Page page =
        new Browser()
            .post(
                server.url() + "/oauth/token",
                asClient(
                    Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        first.path("refresh_token").asText())));

    ObjectNode second = Json.parseObject(page.body());
    for (String same : new String[] {"iss", "sub", "aud", "azp", "auth_time"}) {
      assertThat(claims(second).path(same)).as(same).isEqualTo(claims(first).path(same));
    }
    assertThat(second.path("access_token")).isNotEqualTo(first.path("access_token"));
  }

  /// the form post plan
  @Test
  void theAnswerComesAsAFormWhenTheAppWantsIt() {
    Page end = signIn(new Browser(), with("response_mode", "form_post"));

    assertThat(end.status()).isEqualTo(200);
    assertThat(end.action().toString()).isEqualTo(CALLBACK);
    assertThat(end.fields()).containsKeys("code", "iss").containsEntry("state", "af0ifjsldkj");
    Page refused = new Browser().get(authorize(formPost("prompt", "none")));
    assertThat(refused.fields()).containsEntry("error", "login_required");
  }

  private static Map<String, String> formPost(String name, String value) {
    Map<String, String> request = with(name, value);
    request.put("response_mode", "form_post");
    return request;
  }

  private static Map<String, String> request() {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", server.clientId());
    request.put("redirect_uri", CALLBACK);
    request.put("scope", "openid");
    request.put("state", "af0ifjsldkj");
    request.put("nonce", "n-0S6_WzA2Mj");
    request.put("connection_id", connection);
    return request;
  }

  /// The same with one change; an empty value takes a parameter away.
  private static Map<String, String> with(String name, String value) {
    Map<String, String> request = request();
    if (value.isEmpty()) {
      request.remove(name);
    } else {
      request.put(name, value);
    }
    return request;
  }

  private static String authorize(Map<String, String> request) {
    return server.url() + "/oauth/authorize?" + Browser.encode(request);
  }

  private static Map<String, String> ada() {
    return Map.of(
        "outcome", "sign_in",
        "email", "ada@example.com",
        "given_name", "Ada",
        "family_name", "Lovelace");
  }

  private static Page signIn(Browser browser, Map<String, String> request) {
    return browser.submit(browser.follow(browser.get(authorize(request))), ada());
  }

  private static Page redeem(Page end, Map<String, String> more) {
    Map<String, String> form = new LinkedHashMap<>(more);
    form.put("grant_type", "authorization_code");
    form.put("code", String.valueOf(end.parameters().get("code")));
    form.put("redirect_uri", CALLBACK);
    return new Browser().post(server.url() + "/oauth/token", asClient(form));
  }

  private static Map<String, String> asClient(Map<String, String> form) {
    Map<String, String> all = new LinkedHashMap<>(form);
    all.put("client_id", server.clientId());
    all.put("client_secret", server.clientSecret());
    return all;
  }

  private static ObjectNode tokens(Page end) {
    Page page = redeem(end, Map.of());
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return Json.parseObject(page.body());
  }

  private static Page userInfo(ObjectNode tokens) {
    JsonNode access = tokens.path("access_token");
    return new Browser().post(server.url() + "/userinfo", Map.of("access_token", access.asText()));
  }

  private static ObjectNode claims(ObjectNode tokens) {
    try {
      return Json.parseObject(
          SignedJWT.parse(tokens.path("id_token").asText()).getPayload().toString());
    } catch (java.text.ParseException e) {
      throw new AssertionError(e);
    }
  }
}
