package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.event.Event;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.OidcProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Sign-ins through an OpenID provider: the honest one, one that lies, and one that is not there.
class OidcSignInTest {
  private static LoginWorld world;
  private static OidcProvider provider;
  private static Connection connection;
  private static Browser lastBrowser;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    provider = new OidcProvider(world.clock);
    connection = world.connectionTo(provider);
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
  void theRequestToTheProviderHoldsWhatProtectsTheAnswer() {
    Map<String, String> request =
        start(new Browser(), "login_hint", "ada@example.com", "prompt", "login", "max_age", "60");

    assertThat(request)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", OidcProvider.CLIENT)
        .containsEntry("redirect_uri", SpUrls.of(world.environment.url(), connection).callback())
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("login_hint", "ada@example.com")
        .containsEntry("prompt", "login")
        .containsEntry("max_age", "60")
        .containsKeys("state", "nonce", "code_challenge");
    assertThat(request.get("state").length()).isLessThanOrEqualTo(80);
  }

  @Test
  void aGoodAnswerBecomesACode() {
    Browser browser = new Browser();
    Page end = browser.get(provider.signIn(depart(browser)));

    assertThat(end.status()).isEqualTo(303);
    assertThat(end.parameters()).containsKey("code").containsEntry("state", "af0ifjsldkj");
    assertThat(world.lastLogin().status()).isEqualTo(LoginStatus.SUCCESS);
    assertThat(world.lastLogin().email()).isEqualTo("ada@example.com");
    assertThat(world.lastLogin().steps().toString())
        .contains("248289761001")
        .doesNotContain("eyJ")
        .doesNotContain("correct horse");
  }

  @Test
  void noEventHoldsASecretOrWhatASignInIsMadeOf() {
    Browser browser = new Browser();
    Page end = browser.get(provider.signIn(depart(browser)));

    List<Event> told =
        world.log.lane(world.environment.id(), connection.organization(), 0, Integer.MAX_VALUE);
    assertThat(told)
        .extracting(Event::type)
        .contains("organization.sso_enabled", "organization.sso_first_login");
    assertThat(told)
        .extracting(event -> new String(event.detailedPayload(), StandardCharsets.US_ASCII))
        .allSatisfy(payload ->
            assertThat(payload)
                .contains(connection.organization().toString())
                .doesNotContain(end.parameters().get("code"))
                .doesNotContain("code-")
                .doesNotContain("eyJ")
                .doesNotContain("correct horse"));
  }

  @Test
  void theSimulatorCannotSpeakForThePeopleOfARealProvider() {
    Browser browser = new Browser();
    String handle = start(browser).get("state");
    Page end =
        browser.post(
            URI.create(world.environment.url() + SimulatorLeg.PATH + connection.id()),
            Map.of("handle", handle, "outcome", "sign_in", "email", "ceo@example.com"));

    assertThat(end.parameters())
        .containsEntry("error", "connection_not_active")
        .doesNotContainKey("code");
    assertThat(browser.get(provider.signIn(depart(browser))).parameters())
        .as("the control")
        .containsKey("code");
  }

  @Test
  void noLieOfTheProviderIsBelieved() {
    refuses("invalid_id_token", token -> token.put("iss", "https://evil.example"));
    refuses("invalid_id_token", token -> token.put("aud", "somebody-else"));
    refuses("invalid_id_token", token -> token.put("nonce", "of another sign-in"));
    refuses("invalid_id_token", token -> token.put("exp", token.path("iat").asLong() - 3600));
    refuses("invalid_id_token", token -> token.put("iat", token.path("iat").asLong() + 3600));
    refuses("invalid_id_token", token -> token.remove("sub"));
    refuses("mandatory_attribute_missing", token -> token.remove("email"));
    provider.claims(token -> {});
    assertThat(signIn().parameters()).as("the control").containsKey("code");
  }

  private static void refuses(String error, Consumer<ObjectNode> lie) {
    provider.claims(lie);
    Page end = signIn();

    assertThat(end.location().toString()).startsWith(LoginWorld.APP);
    assertThat(end.parameters()).containsEntry("error", error).doesNotContainKey("code");
    assertThat(world.lastLogin().steps().getLast().facts()).containsKeys("rule", "advice");
  }

  @Test
  void anAddressThatTheProviderCallsUnverifiedStaysSo() {
    provider.claims(token -> token.put("email_verified", false));
    signIn();
    assertThat(verified()).isFalse();

    provider.claims(token -> token.put("email", "ceo@victim.example").put("email_verified", true));
    signIn();
    assertThat(verified()).as("a domain that is not the organization's").isFalse();

    provider.claims(token -> {});
    signIn();
    assertThat(verified()).as("the control").isTrue();
  }

  @Test
  void theProvidersRefusalReachesTheAppInTheContractsWord() {
    Browser browser = new Browser();
    Map<String, String> request = start(browser);
    Page end =
        browser.get(
            OidcProvider.answer(
                request,
                Map.of(
                    "error", "access_denied",
                    "error_description", "<script>\r\nx: y</script>")));

    assertThat(end.parameters())
        .containsEntry("error", "access_denied")
        .containsEntry("state", "af0ifjsldkj");
    assertThat(end.header("location")).doesNotContain("%3Cscript", "<script");
  }

  @Test
  void anotherProvidersAnswerIsRefusedBeforeItsCodeIsPresented() {
    int before = provider.redeemed();
    Browser browser = new Browser();
    Page end =
        browser.get(
            OidcProvider.answer(
                start(browser), Map.of("code", "stolen", "iss", "https://evil.example")));

    assertThat(end.parameters()).containsEntry("error", "authentication_not_completed");
    assertThat(provider.redeemed()).isEqualTo(before);
  }

  @Test
  void anAnswerAtAnotherConnectionsAddressIsRefused() {
    Connection other = world.connectionTo(provider);
    int before = provider.redeemed();
    Browser browser = new Browser();
    String answer = provider.signIn(depart(browser));
    Page end = browser.get(answer.replace(connection.id().toString(), other.id().toString()));

    assertThat(end.parameters()).containsEntry("error", "invalid_connection_id");
    assertThat(provider.redeemed()).isEqualTo(before);
  }

  @Test
  void anAnswerWithoutItsStateBelongsToNobody() {
    Browser browser = new Browser();
    String answer = provider.signIn(depart(browser));
    Page without = browser.get(answer.replaceAll("&?state=[^&]*", ""));
    Page twice = browser.get(answer + "&state=x");
    Page stranger = new Browser().get(answer);

    assertThat(without.status()).isEqualTo(400);
    assertThat(twice.status()).isEqualTo(400);
    assertThat(stranger.status()).isEqualTo(400);
    assertThat(browser.get(answer).parameters()).as("the control").containsKey("code");
    assertThat(browser.get(answer).status()).as("once").isEqualTo(400);
  }

  @Test
  void aKeyThatIsRotatedDuringTheSignInIsFoundAtOnce() {
    signIn();
    world.clock.advance(Duration.ofMinutes(2));
    Browser browser = new Browser();
    URI request = depart(browser);
    provider.rotateKey();

    assertThat(browser.get(provider.signIn(request)).parameters()).containsKey("code");
  }

  @Test
  void aProviderThatIsAwayIsAnErrorThatTheAppUnderstands() {
    OidcProvider leaving = new OidcProvider(world.clock);
    Connection fragile = world.connectionTo(leaving);
    Browser browser = new Browser();
    Page departed =
        browser.get(world.authorizeUrl(world.request("connection_id", fragile.id().toString())));
    String answer = leaving.signIn(departed.location());
    leaving.close();
    Page end = browser.get(answer);

    assertThat(end.parameters()).containsEntry("error", "failed_to_exchange_token");
    assertThat(world.lastLogin().steps().getLast().facts().get("found")).isNotEmpty();
  }

  @Test
  void theProviderMayWishThatTheAppBeginsASignIn() {
    String init = SpUrls.of(world.environment.url(), connection).initiateLogin();
    Page page =
        new Browser()
            .get(
                init
                    + "?"
                    + Browser.encode(
                        Map.of(
                            "iss", provider.issuer(),
                            "login_hint", "ada@example.com",
                            "target_link_uri", "https://evil.example")));
    Page foreign = new Browser().get(init + "?iss=https%3A%2F%2Fevil.example");

    assertThat(page.location().toString())
        .startsWith("https://app.example.com/login?idp_initiated_login=eyJ");
    assertThat(claims(page.parameters().get("idp_initiated_login")))
        .containsEntry("connection_id", connection.id().toString())
        .containsEntry("organization_id", world.organization.toString())
        .containsEntry("login_hint", "ada@example.com")
        .doesNotContainKey("relay_state");
    assertThat(foreign.status()).isEqualTo(400);
  }

  private static Map<String, String> claims(String jwt) {
    byte[] payload = Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]);
    Map<String, String> claims = new TreeMap<>();
    Json.parseObject(new String(payload, StandardCharsets.UTF_8))
        .properties()
        .forEach(claim -> claims.put(claim.getKey(), claim.getValue().asText()));
    return claims;
  }

  private static Page signIn() {
    lastBrowser = new Browser();
    return lastBrowser.get(provider.signIn(depart(lastBrowser)));
  }

  private static URI depart(Browser browser, String... changes) {
    Map<String, String> request = world.request(changes);
    request.put("connection_id", connection.id().toString());
    return browser.get(world.authorizeUrl(request)).location();
  }

  private static Map<String, String> start(Browser browser, String... changes) {
    return Browser.parameters(depart(browser, changes));
  }

  private static boolean verified() {
    return world.session(lastBrowser).identity().profile().emailVerified();
  }
}
