package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ClientPolicy;
import dev.ostiary.environment.ClientType;
import dev.ostiary.environment.CustomClaims;
import dev.ostiary.environment.GrantType;
import dev.ostiary.event.Event;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.Golden;
import dev.ostiary.token.Session;
import dev.ostiary.webhook.Shape;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A whole sign-in with the simulator in the identity provider's place: what binds an attempt to
/// its browser, its connection and its one end.
class SimulatedSignInTest {
  private static final Map<String, String> ADA =
      Map.of("outcome", "sign_in", "email", "ada@example.com", "given_name", "Ada");

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
  void endsWithACodeAtTheApp() {
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(world.authorizeUrl(world.request())));
    Page end = browser.submit(form, ADA);

    assertThat(form.status()).isEqualTo(200);
    assertThat(form.header("content-security-policy")).contains("frame-ancestors 'none'");
    assertThat(end.status()).isEqualTo(303);
    assertThat(end.location().toString()).startsWith(LoginWorld.APP + "?code=");
    assertThat(end.parameters())
        .containsEntry("state", "af0ifjsldkj")
        .containsEntry("iss", world.environment.url().toString())
        .doesNotContainKey("error");
    Session session = world.session(browser);
    assertThat(session.identity().name()).isEqualTo(world.simulated.id() + ";ada@example.com");
    assertThat(session.identity().profile().email()).isEqualTo("ada@example.com");
    assertThat(session.identity().profile().emailVerified()).isTrue();
    assertThat(session.identity().profile().claims()).containsEntry("given_name", "Ada");
  }

  @Test
  void theLastOneIsKnownOfItsOrganization() {
    OrganizationId theirs = world.simulated.organization();
    OrganizationId elsewhere = new OrganizationId(1);
    world.clock.advance(Duration.ofMinutes(1));
    signIn(new Browser(), ADA);
    Instant last = world.clock.instant();
    signIn(new Browser(), Map.of("outcome", "user_not_found"));

    assertThat(
            world
                .logins
                .records()
                .lastSuccesses(world.environment.id(), List.of(theirs, elsewhere)))
        .containsExactly(Map.entry(theirs, last));
  }

  @Test
  void anAddressOfADomainThatIsNotTheOrganizationsIsNotVerified() {
    Browser browser = new Browser();
    signIn(browser, Map.of("outcome", "sign_in", "email", "ceo@victim.example"));

    assertThat(world.session(browser).identity().profile().emailVerified()).isFalse();
    assertThat(world.session(browser).identity().connection()).isEqualTo(world.simulated.id());
  }

  @Test
  void theAnswerComesByFormWhereTheAppWantsForms() {
    Browser browser = new Browser();
    Page form =
        browser.follow(
            browser.get(world.authorizeUrl(world.request("response_mode", "form_post"))));
    Page end = browser.submit(form, ADA);

    assertThat(end.status()).isEqualTo(200);
    assertThat(end.action().toString()).isEqualTo(LoginWorld.APP);
    assertThat(end.fields()).containsKeys("code", "state", "iss");
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_credentials, access_denied",
    "user_not_found, access_denied",
    "server_error, server_error"
  })
  void theAppHearsOfEachFailure(String outcome, String error) {
    Page end = signIn(new Browser(), Map.of("outcome", outcome));

    assertThat(end.parameters())
        .containsEntry("error", error)
        .containsEntry("state", "af0ifjsldkj");
  }

  @Test
  void aPersonWithoutAnAddressIsRefused() {
    Page end = signIn(new Browser(), Map.of("outcome", "sign_in", "email", ""));

    assertThat(end.parameters()).containsEntry("error", "mandatory_attribute_missing");
  }

  @Test
  void anotherBrowserCannotBringTheAnswer() {
    Browser victim = new Browser();
    Browser attacker = new Browser();
    Page form = attacker.follow(attacker.get(world.authorizeUrl(world.request())));
    Page stolen = victim.post(form.action(), answer(form, ADA));
    Page own = attacker.submit(form, ADA);

    assertThat(stolen.status()).isEqualTo(400);
    assertThat(stolen.header("location")).isEmpty();
    assertThat(victim.cookies(world.environment.url())).isEmpty();
    assertThat(own.status()).as("the control").isEqualTo(303);
  }

  @Test
  void aWrongHandleIsRefusedAlsoInTheRightBrowser() {
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(world.authorizeUrl(world.request())));
    String handle = form.fields().get("handle");
    String wrong = handle.substring(0, handle.length() - 1) + (handle.endsWith("A") ? "B" : "A");
    Page refused =
        browser.post(
            form.action(), Map.of("handle", wrong, "outcome", "sign_in", "email", "a@b.co"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(browser.submit(form, ADA).status()).as("the control").isEqualTo(303);
  }

  /// The provider's own portal is our address for it: the app is told, and begins a sign-in itself.
  @Test
  void aSignInMayBeginAtTheProvider() {
    Browser browser = new Browser();
    String init = SpUrls.of(world.environment.url(), world.simulated).initiateLogin();
    Page told = browser.get(init + "?login_hint=ada%40example.com");
    assertThat(told.location().toString())
        .startsWith("https://app.example.com/login?idp_initiated_login=eyJ");

    Page form = browser.follow(browser.get(world.authorizeUrl(world.request())));
    Page end = browser.submit(form, ADA);

    assertThat(end.parameters()).containsKey("code");
  }

  @Test
  void twoTabsDoNotDisturbEachOther() {
    Browser browser = new Browser();
    Page one = browser.follow(browser.get(world.authorizeUrl(world.request("state", "one"))));
    Page two = browser.follow(browser.get(world.authorizeUrl(world.request("state", "two"))));

    assertThat(browser.submit(one, ADA).parameters()).containsEntry("state", "one");
    assertThat(browser.submit(two, ADA).parameters()).containsEntry("state", "two");
  }

  @Test
  void anAnswerIsTakenOnceAndTheFirstSessionStays() {
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(world.authorizeUrl(world.request())));
    Map<String, String> cookies = Map.copyOf(browser.cookies(world.environment.url()));
    browser.submit(form, ADA);
    Session first = world.session(browser);
    browser.cookies(world.environment.url()).putAll(cookies);
    Page second = browser.submit(form, ADA);

    assertThat(second.status()).isEqualTo(400);
    assertThat(second.body()).contains("finished already");
    assertThat(world.session(browser)).isEqualTo(first);
  }

  @Test
  void afterTenMinutesItIsTooLate() {
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(world.authorizeUrl(world.request())));
    world.clock.advance(Duration.ofMinutes(10));
    Page late = browser.submit(form, ADA);

    assertThat(late.status()).isEqualTo(400);
    assertThat(late.body()).contains("longer than 10 minutes");
  }

  @Test
  void anotherNodeFinishesWhatOneBegan() {
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(world.authorizeUrl(world.request())));
    Server other = world.node();
    try {
      URI there =
          URI.create("http://127.0.0.1:" + other.activeLocalPort() + form.action().getRawPath());
      browser.cookies(there).putAll(browser.cookies(world.environment.url()));
      Page end = browser.postTo(there, world.environment.authority(), answer(form, ADA));

      assertThat(end.header("location")).startsWith(LoginWorld.APP + "?code=");
    } finally {
      other.stop().join();
    }
  }

  @Test
  void aConnectionThatIsDisabledMeanwhileLetsNobodyIn() {
    OrganizationId owner = world.organization("Globex");
    Connection connection =
        world.connection(owner, ConnectionProvider.IDP_SIMULATOR, ConnectionType.SAML);
    Browser browser = new Browser();
    Page form =
        browser.follow(
            browser.get(
                world.authorizeUrl(world.request("connection_id", connection.id().toString()))));
    world.connections.disable(world.environment.id(), owner, connection.id(), LoginWorld.CAUSE);
    Page end = browser.submit(form, ADA);
    Page next =
        browser.get(
            world.authorizeUrl(
                world.request("organization_id", owner.toString(), "connection_id", "")));

    assertThat(end.parameters()).containsEntry("error", "connection_not_active");
    assertThat(next.parameters()).containsEntry("error", "no_active_connections");
  }

  @Test
  void theSessionAnswersOnlyWhereTheAppSaysThatItWillDo() {
    Browser browser = new Browser();
    signIn(browser, ADA);
    Page silent = browser.get(world.authorizeUrl(world.request("prompt", "none")));
    Page recent = browser.get(world.authorizeUrl(world.request("max_age", "1000")));
    Page plain = browser.get(world.authorizeUrl(world.request()));
    Page fresh =
        browser.get(world.authorizeUrl(world.request("max_age", "1000", "prompt", "login")));
    Page other =
        browser.get(
            world.authorizeUrl(world.request("prompt", "none", "login_hint", "bob@example.com")));
    Page stranger = new Browser().get(world.authorizeUrl(world.request("prompt", "none")));

    assertThat(silent.parameters()).containsKey("code");
    assertThat(recent.parameters()).containsKey("code");
    assertThat(plain.location().getPath()).startsWith("/sso/v1/simulator/");
    assertThat(fresh.location().getPath()).startsWith("/sso/v1/simulator/");
    assertThat(other.parameters()).containsEntry("error", "login_required");
    assertThat(stranger.parameters()).containsEntry("error", "login_required");
  }

  @Test
  void aSessionOfBeforeTheConnectionWasDisabledAnswersNoMore() {
    OrganizationId owner = world.organization("Initrode");
    Connection connection =
        world.connection(owner, ConnectionProvider.IDP_SIMULATOR, ConnectionType.OIDC);
    String[] silent = {"prompt", "none", "connection_id", connection.id().toString()};
    Browser browser = new Browser();
    browser.submit(
        browser.follow(
            browser.get(
                world.authorizeUrl(world.request("connection_id", connection.id().toString())))),
        ADA);
    Page before = browser.get(world.authorizeUrl(world.request(silent)));
    world.clock.advance(Duration.ofSeconds(1));

    world.connections.disable(world.environment.id(), owner, connection.id(), LoginWorld.CAUSE);
    world.connections.enable(world.environment.id(), owner, connection.id(), LoginWorld.CAUSE);

    Page after = browser.get(world.authorizeUrl(world.request(silent)));
    assertThat(before.parameters()).containsKey("code");
    assertThat(after.parameters()).containsEntry("error", "login_required");
  }

  @Test
  void aSessionCookieThatWasPlantedIsReplaced() {
    Browser browser = new Browser();
    String planted = world.random.token().reveal();
    browser.cookies(world.environment.url()).put("session", planted);
    signIn(browser, ADA);

    assertThat(browser.cookies(world.environment.url()).get("session")).isNotEqualTo(planted);
  }

  @Test
  void aTestOfTheConnectionEndsOnAPageAndNotAtAnApp() {
    Browser browser = new Browser();
    Page form =
        browser.follow(
            browser.get(
                world.environment.url() + "/sso/v1/oidc/" + world.simulated.id() + "/test"));
    Page result =
        browser.submit(
            form, Map.of("outcome", "sign_in", "email", "ada@example.com", "family_name", ""));

    assertThat(result.status()).isEqualTo(200);
    assertThat(result.body())
        .contains("The connection works", "ada@example.com", "test_", "missing");
    assertThat(browser.cookies(world.environment.url())).doesNotContainKey("session");
  }

  @Test
  void testsAndTheFirstSignInAreEvents() {
    OrganizationId owner = world.organization("Initech");
    Connection connection =
        world.connection(owner, ConnectionProvider.IDP_SIMULATOR, ConnectionType.OIDC);
    String test = world.environment.url() + "/sso/v1/oidc/" + connection.id() + "/test";
    for (String outcome : List.of("sign_in", "server_error")) {
      Browser browser = new Browser();
      browser.submit(browser.follow(browser.get(test)), Map.of("outcome", outcome));
    }
    for (int i = 0; i < 2; i++) {
      Browser browser = new Browser();
      browser.submit(
          browser.follow(
              browser.get(
                  world.authorizeUrl(world.request("connection_id", connection.id().toString())))),
          ADA);
    }

    List<Event> told = world.log.lane(world.environment.id(), owner, 0, 100);
    told.stream()
        .filter(event -> event.type().startsWith("organization.sso_"))
        .forEach(Shape::assertSampled);
    told.stream()
        .filter(event -> event.type().matches(".*_(test_succeeded|test_failed|first_login)"))
        .forEach(Golden::assertPayloadButIdsAndTimes);
    assertThat(told.stream().map(Event::type))
        .endsWith(
            "organization.sso_enabled",
            "organization.sso_test_succeeded",
            "organization.sso_test_failed",
            "organization.sso_first_login");
  }

  @Test
  void aScopeThatTheClientMayNotHaveIsNotGranted() {
    ApiClient online =
        world.app(
            ClientType.WEB,
            new ClientPolicy(
                Set.of(GrantType.AUTHORIZATION_CODE),
                false,
                true,
                ClientPolicy.DEFAULT_LIFE,
                List.of(),
                CustomClaims.NONE),
            LoginWorld.APP);

    assertThat(granted(online)).containsExactlyInAnyOrder("openid", "email");
    assertThat(granted(world.app(ClientType.WEB, ClientPolicy.DEFAULT, LoginWorld.APP)))
        .as("the control")
        .containsExactlyInAnyOrder("openid", "email", "offline_access");
  }

  /// What is granted of more than there is.
  private static List<String> granted(ApiClient client) {
    Browser browser = new Browser();
    Map<String, String> request =
        world.request(
            "client_id", client.id().toString(), "scope", "openid email admin offline_access");
    browser.submit(browser.follow(browser.get(world.authorizeUrl(request))), ADA);
    return world.database.transact(tx ->
        tx.sql("select scopes from authorization_grant where client_id = :client")
            .bind("client", client.id())
            .one(row -> row.texts("scopes")));
  }

  private static Page signIn(Browser browser, Map<String, String> answer) {
    return browser.submit(browser.follow(browser.get(world.authorizeUrl(world.request()))), answer);
  }

  private static Map<String, String> answer(Page form, Map<String, String> filled) {
    Map<String, String> fields = form.fields();
    fields.putAll(filled);
    return fields;
  }
}
