package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.ostiary.connection.Connection;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.OidcProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What can break between the app's request and the answer, and that whoever looks into it
/// afterwards finds the reason and the place to mend it in the record.
class SignInFaultsTest {
  private static LoginWorld world;
  private static SamlProvider saml;
  private static Connection bySaml;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    saml = new SamlProvider(world);
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    bySaml = saml.connection(SamlProvider.settings());
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static URI depart(Browser browser, Connection through) {
    return browser
        .get(world.authorizeUrl(world.request("connection_id", through.id().toString())))
        .location();
  }

  /// The app is told the contract's word, and gets its state back; the record has the reason.
  private static Map<String, String> refused(Page end, String error) {
    assertThat(end.location().toString()).startsWith(LoginWorld.APP);
    assertThat(end.parameters())
        .containsEntry("error", error)
        .containsEntry("state", "af0ifjsldkj")
        .containsEntry("iss", world.environment.url().toString())
        .containsKey("error_description")
        .doesNotContainKey("code");
    Login record = world.lastLogin();
    assertThat(record.status()).isEqualTo(LoginStatus.FAILURE);
    assertThat(record.steps().getLast().facts()).containsKeys("rule", "advice");
    return record.steps().getLast().facts();
  }

  private static void letIn(Page end) {
    assertThat(end.parameters()).as("the control").containsKey("code");
    assertThat(world.lastLogin().status()).isEqualTo(LoginStatus.SUCCESS);
  }

  @Test
  void aProviderThatGoesDownDuringTheSignIn() {
    OidcProvider idp = new OidcProvider(world.clock);
    Connection connection = world.connectionTo(idp);
    Browser browser = new Browser();
    letIn(browser.get(idp.signIn(depart(browser, connection))));
    String answer = idp.signIn(depart(browser, connection));
    idp.close();

    Map<String, String> facts = refused(browser.get(answer), "failed_to_exchange_token");

    assertThat(facts.get("found")).isNotBlank();
    assertThat(facts.get("advice")).contains("token URL");
  }

  @Test
  void aProviderThatTakesTheCodeAndSaysNothing() {
    try (OidcProvider idp = new OidcProvider(world.clock)) {
      Connection connection = world.connectionTo(idp);
      Browser browser = new Browser();
      letIn(browser.get(idp.signIn(depart(browser, connection))));
      String answer = idp.signIn(depart(browser, connection));
      idp.fallSilent();

      Map<String, String> facts = refused(browser.get(answer), "failed_to_exchange_token");

      assertThat(facts.get("found")).contains("10");
      assertThat(browser.get(answer).status()).as("the attempt is over").isEqualTo(400);
    }
  }

  @Test
  void anOpenIdProviderWhoseClockIsWrong() {
    Duration[] ahead = {Duration.ZERO};
    try (OidcProvider idp = new OidcProvider(() -> world.clock.instant().plus(ahead[0]))) {
      Connection connection = world.connectionTo(idp);
      Browser browser = new Browser();

      ahead[0] = Duration.ofHours(1);
      Page fast = browser.get(idp.signIn(depart(browser, connection)));
      assertThat(refused(fast, "invalid_id_token").get("advice")).contains("clocks");

      ahead[0] = Duration.ofHours(-1);
      Page slow = browser.get(idp.signIn(depart(browser, connection)));
      assertThat(refused(slow, "invalid_id_token").get("advice")).contains("clocks");

      ahead[0] = Duration.ZERO;
      letIn(browser.get(idp.signIn(depart(browser, connection))));
    }
  }

  @Test
  void aSamlProviderWhoseClockIsWrong() {
    Browser browser = new Browser();
    Map<String, String> request = saml.depart(browser, bySaml);
    Draft late =
        saml.answer(bySaml, request)
            .replacing("2026-11-25T03", "2026-11-25T01")
            .signed(Draft.Signed.ASSERTION);
    Page end =
        browser.post(
            saml.urls(bySaml).callback(), SamlProvider.form(late, request.get("RelayState")));

    assertThat(refused(end, "assertion_expired"))
        .containsEntry("broken_rule", "TIME")
        .hasEntrySatisfying("advice", advice -> assertThat(advice).contains("clock"));
    letIn(saml.signIn(new Browser(), bySaml));
  }

  @Test
  void aKeyThatIsRotatedWhileThePersonIsAway() {
    try (OidcProvider idp = new OidcProvider(world.clock)) {
      Connection connection = world.connectionTo(idp);
      Browser browser = new Browser();
      letIn(browser.get(idp.signIn(depart(browser, connection))));
      URI request = depart(browser, connection);
      world.clock.advance(Duration.ofMinutes(2));
      idp.rotateKey();

      letIn(browser.get(idp.signIn(request)));
    } finally {
      world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    }
  }

  @Test
  void aConnectionThatIsDisabledWhileThePersonIsAway() {
    try (OidcProvider idp = new OidcProvider(world.clock)) {
      Connection connection = world.connectionTo(idp);
      Browser browser = new Browser();
      letIn(browser.get(idp.signIn(depart(browser, connection))));
      String answer = idp.signIn(depart(browser, connection));
      int before = idp.redeemed();
      world.connections.disable(
          world.environment.id(), world.organization, connection.id(), LoginWorld.CAUSE);

      Map<String, String> facts = refused(browser.get(answer), "connection_not_active");

      assertThat(facts.get("rule")).contains("disabled or deleted during the sign-in");
      assertThat(idp.redeemed()).as("codes presented").isEqualTo(before);
    }
  }

  @Test
  void aConnectionThatIsDeletedWhileThePersonIsAway() {
    try (OidcProvider idp = new OidcProvider(world.clock)) {
      Connection connection = world.connectionTo(idp);
      Browser browser = new Browser();
      String answer = idp.signIn(depart(browser, connection));
      world.connections.delete(
          world.environment.id(), world.organization, connection.id(), LoginWorld.CAUSE);

      refused(browser.get(answer), "connection_not_active");
      assertThat(idp.redeemed()).as("codes presented").isZero();
    }
  }

  @Test
  void anotherNodeTakesTheAnswerOfAnOpenIdProvider() {
    Server other = world.node();
    try (OidcProvider idp = new OidcProvider(world.clock)) {
      Connection connection = world.connectionTo(idp);
      Browser browser = new Browser();
      URI answer = URI.create(idp.signIn(depart(browser, connection)));
      URI there = at(other, answer);
      browser.cookies(there).putAll(browser.cookies(answer));

      letIn(browser.getFrom(there, world.environment.authority()));
      assertThat(browser.get(answer).status()).as("used up on every node").isEqualTo(400);
    } finally {
      other.stop().join();
    }
  }

  @Test
  void anotherNodeTakesTheAnswerOfASamlProvider() {
    Server other = world.node();
    try {
      Browser browser = new Browser();
      Map<String, String> request = saml.depart(browser, bySaml);
      Draft draft = saml.answer(bySaml, request).signed(Draft.Signed.ASSERTION);
      URI callback = URI.create(saml.urls(bySaml).callback());
      URI there = at(other, callback);
      browser.cookies(there).putAll(browser.cookies(callback));

      letIn(
          browser.postTo(
              there,
              world.environment.authority(),
              SamlProvider.form(draft, request.get("RelayState"))));
    } finally {
      other.stop().join();
    }
  }

  private static URI at(Server node, URI address) {
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return URI.create("http://127.0.0.1:" + node.activeLocalPort() + address.getRawPath() + query);
  }
}
