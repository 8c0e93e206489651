package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.OidcProvider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whoever signs out here is signed out of the identity provider as well, where the connection
/// wants it, and comes back to the app.
class OidcLogoutTest {
  private static final String BYE = "https://app.example.com/bye";

  private static LoginWorld world;
  private static OidcProvider provider;
  private static Connection connection;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    provider = new OidcProvider(world.clock);
    connection = connection(settings().idpLogoutRequired(true));
    world.clients.update(
        world.environment.id(),
        world.app.id(),
        settings ->
            new ClientSettings(
                settings.name(),
                settings.type(),
                new ClientUris(
                    settings.uris().postLogin(),
                    null,
                    ClientUris.redirects("post_logout_redirect_uris", List.of(BYE)),
                    List.of()),
                settings.policy()));
  }

  @AfterEach
  void honest() {
    provider.claims(token -> {});
  }

  @AfterAll
  static void stop() {
    provider.close();
    world.close();
  }

  @Test
  void theBrowserGoesByTheProviderToTheApp() {
    Browser browser = signedIn(connection);

    Page departure = signOut(browser, "post_logout_redirect_uri", BYE, "state", "a&b=c");

    assertThat(departure.location().toString()).startsWith(provider.issuer() + "/logout?");
    assertThat(departure.parameters())
        .containsEntry("client_id", OidcProvider.CLIENT)
        .containsEntry(
            "post_logout_redirect_uri",
            SpUrls.of(world.environment.url(), connection).postLogoutCallback())
        .containsOnlyKeys("client_id", "post_logout_redirect_uri", "state", "id_token_hint");
    Page end = browser.get(provider.signOut(departure.location()));
    assertThat(end.location().toString()).startsWith(BYE + "?");
    assertThat(end.parameters()).containsExactly(Map.entry("state", "a&b=c"));
  }

  @Test
  void anAppThatWantsTheBrowserNowhereLeavesItWithUs() {
    Browser browser = signedIn(connection);

    Page end = browser.get(provider.signOut(signOut(browser).location()));

    assertThat(end.body()).contains("You are signed out");
  }

  @Test
  void anAnswerThatIsNotToThisBrowsersRequestLeadsNowhere() {
    Browser browser = signedIn(connection);
    Page departure = signOut(browser, "post_logout_redirect_uri", BYE);
    String answer = provider.signOut(departure.location());
    Connection other = connection(settings());

    assertNowhere(new Browser().get(answer));
    assertNowhere(browser.get(answer + "x"));
    assertNowhere(browser.get(answer.replaceAll("[?].*", "")));
    assertNowhere(browser.get(answer.replace(connection.id().toString(), other.id().toString())));
    assertThat(browser.get(answer).location()).as("control").hasToString(BYE);
    assertNowhere(browser.get(answer));
  }

  @Test
  void aBrowserThatComesBackTooLateGoesNowhere() {
    Browser early = signedIn(connection);
    Browser late = signedIn(connection);
    String inTime = provider.signOut(signOut(early, "post_logout_redirect_uri", BYE).location());
    String tooLate = provider.signOut(signOut(late, "post_logout_redirect_uri", BYE).location());

    world.clock.advance(PendingLogout.LIFE.minusSeconds(1));
    assertThat(early.get(inTime).location()).hasToString(BYE);
    world.clock.advance(PendingLogout.LIFE);
    assertNowhere(late.get(tooLate));
  }

  private static void assertNowhere(Page page) {
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("location")).isEmpty();
  }

  @Test
  void anAddressThatIsNotRegisteredEndsNothing() {
    Browser browser = signedIn(connection);

    Page refused =
        browser.get(logout("post_logout_redirect_uri", "https://evil.example", "state", "s"));
    Page tooLong = browser.get(logout("post_logout_redirect_uri", BYE, "state", "s".repeat(2048)));

    assertNowhere(refused);
    assertNowhere(tooLong);
    assertThat(silently(browser)).as("still signed in").containsKey("code");
  }

  @Test
  void nobodyStaysSignedInWhoDoesNotComeBack() {
    Browser browser = signedIn(connection);
    assertThat(silently(browser)).as("control").containsKey("code");

    signOut(browser);

    assertThat(silently(browser)).containsEntry("error", "login_required");
  }

  @Test
  void withoutTheWishOrTheWayTheBrowserGoesToTheAppAtOnce() {
    Connection unwanted = connection(settings());
    Connection byHand =
        connection(
            settings()
                .authorizeUri(provider.issuer() + "/authorize")
                .tokenUri(provider.issuer() + "/token")
                .jwksUri(provider.issuer() + "/jwks")
                .idpLogoutRequired(true));

    for (Connection quiet : List.of(unwanted, byHand)) {
      Page end = signOut(signedIn(quiet), "post_logout_redirect_uri", BYE);
      assertThat(end.location()).hasToString(BYE);
    }
  }

  @Test
  void aTokenThatWouldBurstTheAddressIsLeftOut() {
    provider.claims(token -> token.put("jti", "j".repeat(6000)));
    Browser browser = signedIn(connection);

    assertThat(signOut(browser).parameters())
        .containsEntry("client_id", OidcProvider.CLIENT)
        .doesNotContainKey("id_token_hint");
  }

  @Test
  void theProvidersTokenIsAtRestOnlySealed() {
    signedIn(connection);

    List<String> rows =
        world.database.transact(tx ->
            tx.sql(
                    """
                    select identity::text || encode(id_token, 'escape') as all_of_it from browser_session
                    where id_token is not null
                    """)
                .list(row -> row.text("all_of_it")));
    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains("eyJ"));
    assertThat(
            world.database.<Long>transact(tx ->
                tx.sql(
                        """
                        select count(*) as found from authorization_grant
                        where identity::text like '%eyJ%'
                        """)
                    .one(row -> row.number("found"))))
        .isZero();
  }

  private static OidcChange settings() {
    return new OidcChange()
        .issuer(provider.issuer())
        .clientId(OidcProvider.CLIENT)
        .clientSecret("correct horse battery staple");
  }

  private static Connection connection(OidcChange settings) {
    return world.connection(ConnectionType.OIDC, ConfigChange.of(settings));
  }

  private static Browser signedIn(Connection through) {
    Browser browser = new Browser();
    Page departure =
        browser.get(world.authorizeUrl(world.request("connection_id", through.id().toString())));
    assertThat(browser.get(provider.signIn(departure.location())).parameters()).containsKey("code");
    return browser;
  }

  /// What the app learns without the person being asked.
  private static Map<String, String> silently(Browser browser) {
    return browser
        .get(
            world.authorizeUrl(
                world.request("prompt", "none", "connection_id", connection.id().toString())))
        .parameters();
  }

  /// Signs out here, with the person's word.
  private static Page signOut(Browser browser, String... request) {
    return browser.press(browser.get(logout(request)));
  }

  private static String logout(String... request) {
    Map<String, String> parameters = new TreeMap<>(Map.of("client_id", world.app.id().toString()));
    for (int i = 0; i < request.length; i += 2) {
      parameters.put(request[i], request[i + 1]);
    }
    return world.environment.url() + "/oidc/logout?" + Browser.encode(parameters);
  }
}
