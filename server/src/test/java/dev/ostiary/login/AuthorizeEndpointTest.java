package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.NewConnection;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ClientPolicy;
import dev.ostiary.environment.ClientType;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.NewDomain;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an app may ask for at `/oauth/authorize`, and how it is told what it may not.
class AuthorizeEndpointTest {
  private static LoginWorld world;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void aGoodRequestLeadsToTheIdentityProvider() {
    Page page = authorize(world.request());

    assertThat(page.status()).isEqualTo(303);
    assertThat(page.location().getPath()).isEqualTo("/sso/v1/simulator/" + world.simulated.id());
    assertThat(page.header("cache-control")).isEqualTo("no-store");
    assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
  }

  @Test
  void theSameByPost() {
    Page page = new Browser().post(world.environment.url() + "/oauth/authorize", world.request());

    assertThat(page.status()).isEqualTo(303);
    assertThat(page.location().getPath()).startsWith("/sso/v1/simulator/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/callback?x=1",
        "https://app.example.com/callback#x",
        "https://app.example.com/callback/",
        "https://app.example.com/callback;/other",
        "https://app.example.com/%63allback",
        "https://app.example.com/Callback",
        "https://APP.example.com/callback",
        "https://app.example.com:443/callback",
        "https://app.example.com@evil.example/callback",
        "https://app.example.com%2f@evil.example/callback",
        "https://evil.example/callback",
        "https://sub.app.example.com/callback",
        "http://app.example.com/callback",
        "//app.example.com/callback",
        "javascript:alert(1)",
        "https://app.example.com/callback\r\nx: y",
        ""
      })
  void anyOtherRedirectUriIsShownOnAPageAndGoneToNever(String uri) {
    Page page = authorize(world.request("redirect_uri", uri));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("location")).isEmpty();
    assertThat(page.body()).contains("invalid_redirect_uri", "err_");
  }

  @Test
  void ofTwoRedirectUrisNeitherIsTrusted() {
    Page page =
        new Browser()
            .get(world.authorizeUrl(world.request()) + "&redirect_uri=https%3A%2F%2Fevil.example");

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/callback/../other",
        "https://app.example.com/callback/..;/other"
      })
  void dotsInARedirectUriAreRefusedAtTheEdge(String uri) {
    Page page = authorize(world.request("redirect_uri", uri));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("location")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "response_type,token",
    "scope,email",
    "prompt,none login",
    "request_uri,https://evil.example/r"
  })
  void noErrorIsSentToAnAddressThatIsNotTrusted(String name, String value) {
    Page page =
        authorize(world.request("redirect_uri", "https://evil.example/callback", name, value));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "skc_1", "skc_x", "nobody"})
  void anUnknownClientIsShownOnAPage(String client) {
    Page page = authorize(world.request("client_id", client));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.body()).contains("invalid_client");
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, '', invalid_request",
    "response_type, token, unsupported_response_type",
    "response_type, code id_token, unsupported_response_type",
    "response_type, id_token, unsupported_response_type",
    "response_mode, fragment, invalid_request",
    "response_mode, web_message, invalid_request",
    "scope, '', invalid_scope",
    "scope, email profile, invalid_scope",
    "request, eyJhbGciOiJub25lIn0.e30., request_not_supported",
    "request_uri, https://evil.example/r, request_uri_not_supported",
    "registration, '{}', registration_not_supported",
    "code_challenge_method, plain, invalid_request",
    "code_challenge_method, '', invalid_request",
    "code_challenge, '', invalid_request",
    "code_challenge, short, invalid_request",
    "prompt, none login, invalid_request",
    "prompt, dance, invalid_request",
    "prompt, none, login_required",
    "max_age, -1, invalid_request",
    "max_age, soon, invalid_request",
    "provider, google, invalid_connection_selector",
    "connection_id, conn_1, invalid_connection_id",
    "connection_id, evil, invalid_connection_id",
    "connection_id, '', invalid_connection_selector"
  })
  void theAppIsToldWhatIsWrong(String name, String value, String error) {
    Page page = authorize(world.request(name, value));

    assertThat(page.status()).isEqualTo(303);
    assertThat(page.location().toString()).startsWith(LoginWorld.APP + "?");
    assertThat(page.parameters())
        .containsEntry("error", error)
        .containsEntry("state", "af0ifjsldkj")
        .containsEntry("iss", world.environment.url().toString())
        .doesNotContainKey("code");
    assertThat(page.parameters().get("error_description")).matches("[ !#-\\[\\]-~]+");
  }

  @Test
  void aParameterThatIsSentTwiceIsAnErrorAndHasNoValue() {
    Page page = new Browser().get(world.authorizeUrl(world.request()) + "&state=other");

    assertThat(page.parameters())
        .containsEntry("error", "invalid_request")
        .doesNotContainKey("state");
  }

  @Test
  void tooManyAndTooLongParametersAreRefused() {
    StringBuilder many = new StringBuilder(Browser.encode(world.request()));
    for (int i = 0; i < 1000; i++) {
      many.append("&p").append(i).append("=x");
    }
    Page page =
        new Browser()
            .post(world.environment.url() + "/oauth/authorize", Map.of("x", many.toString()));
    Page crowded = authorize(crowd(world.request()));
    Page longState =
        new Browser()
            .post(
                world.environment.url() + "/oauth/authorize",
                world.request("state", "x".repeat(100_000)));

    assertThat(page.status()).isEqualTo(400);
    assertThat(crowded.status()).isEqualTo(400);
    assertThat(longState.parameters()).containsEntry("error", "invalid_request");
  }

  private static Map<String, String> crowd(Map<String, String> request) {
    for (int i = 0; i < 60; i++) {
      request.put("p" + i, "x");
    }
    return request;
  }

  @Test
  void anErrorComesByFormWhereTheAppWantsForms() {
    Page page = authorize(world.request("response_mode", "form_post", "prompt", "none"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.action().toString()).isEqualTo(LoginWorld.APP);
    assertThat(page.fields())
        .containsEntry("error", "login_required")
        .containsEntry("state", "af0ifjsldkj")
        .containsEntry("iss", world.environment.url().toString());
    assertThat(page.header("content-security-policy")).contains("frame-ancestors 'none'");
  }

  @Test
  void whatTheAppWroteIsEscapedOnThePage() {
    Page page =
        authorize(
            world.request(
                "response_mode", "form_post", "prompt", "none", "state", "\"><script>x</script>"));

    assertThat(page.body()).doesNotContain("<script>x");
    assertThat(page.fields()).containsEntry("state", "\"><script>x</script>");
  }

  @Test
  void aClientWithASecretMayDoWithoutPkceAndAPublicOneMayNot() {
    ApiClient browserApp =
        world.app(ClientType.SPA, ClientPolicy.DEFAULT, "https://spa.example.com/");
    Page confidential = authorize(world.request("code_challenge", "", "code_challenge_method", ""));
    Page isPublic =
        authorize(
            world.request(
                "client_id", browserApp.id().toString(),
                "redirect_uri", "https://spa.example.com/",
                "code_challenge", "",
                "code_challenge_method", ""));

    assertThat(confidential.location().getPath()).startsWith("/sso/v1/simulator/");
    assertThat(isPublic.parameters()).containsEntry("error", "invalid_request");
  }

  @Test
  void aDomainLeadsToTheConnectionOfItsOrganizationAndSoDoesAnAddress() {
    for (List<String> selector :
        List.of(
            List.of("domain", "example.com"),
            List.of("domain_hint", "EXAMPLE.com"),
            List.of("login_hint", "ada@example.com"),
            List.of("organization_id", world.organization.toString()))) {
      Page page =
          authorize(world.request("connection_id", "", selector.getFirst(), selector.getLast()));

      assertThat(page.location().getPath())
          .as(selector.getFirst())
          .isEqualTo("/sso/v1/simulator/" + world.simulated.id());
    }
    Page sub = authorize(world.request("connection_id", "", "domain", "sub.example.com"));
    assertThat(sub.parameters()).containsEntry("error", "domain_not_found");
  }

  /// An app learns nothing of other environments, and a claim of a domain is not yet a proof.
  @Test
  void whatIsAnotherEnvironmentsOrNotVerifiedLeadsNowhere() {
    EnvironmentId elsewhere =
        world.environments.create("Other", URI.create("http://127.0.0.1:1")).id();
    OrganizationId foreign =
        world
            .organizations
            .create(elsewhere, NewOrganization.named("Foreign"), LoginWorld.CAUSE)
            .id();
    Connection theirs =
        world.connections.create(
            elsewhere,
            foreign,
            NewConnection.of(ConnectionProvider.IDP_SIMULATOR, ConnectionType.OIDC),
            LoginWorld.CAUSE);
    world.connections.enable(elsewhere, foreign, theirs.id(), LoginWorld.CAUSE);
    world
        .customers
        .domains()
        .add(
            elsewhere,
            foreign,
            NewDomain.routing(new DomainName("foreign.test")),
            LoginWorld.CAUSE);
    world
        .customers
        .domains()
        .claim(
            world.environment.id(),
            world.organization,
            new DomainName("claimed.test"),
            LoginWorld.CAUSE);

    for (List<String> refused :
        List.of(
            List.of("connection_id", theirs.id().toString(), "conn_1", "invalid_connection_id"),
            List.of("organization_id", foreign.toString(), "org_1", "invalid_organization_id"),
            List.of("domain", "foreign.test", "unknown.test", "domain_not_found"),
            List.of("domain", "claimed.test", "unknown.test", "domain_not_found"))) {
      Map<String, String> other = selected(refused.get(0), refused.get(1));
      assertThat(other).containsEntry("error", refused.get(3));
      assertThat(other).isEqualTo(selected(refused.get(0), refused.get(2)));
    }
    assertThat(selected("domain", "example.com")).as("the control").doesNotContainKey("error");
    assertThat(selected("organization_id", world.organization("New").toString()))
        .as("ours, and nothing configured")
        .containsEntry("error", "no_configured_connections");
  }

  private static Map<String, String> selected(String name, String value) {
    return authorize(world.request("connection_id", "", name, value)).parameters();
  }

  @Test
  void aRedirectUriMayDependOnTheOrganization() {
    ApiClient templated =
        world.app(
            ClientType.WEB,
            ClientPolicy.DEFAULT,
            "https://app.example.com/{{external_id}}/callback");
    Map<String, String> request =
        world.request(
            "client_id",
            templated.id().toString(),
            "redirect_uri",
            "https://app.example.com/other/callback");

    assertThat(authorize(request).body()).contains("invalid_redirect_uri");
  }

  private static Page authorize(Map<String, String> request) {
    return new Browser().get(world.authorizeUrl(request));
  }
}
