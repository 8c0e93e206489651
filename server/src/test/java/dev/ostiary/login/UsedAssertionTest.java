package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.ostiary.connection.Connection;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An assertion that was used is known again, however and wherever it is brought.
class UsedAssertionTest {
  private static LoginWorld world;
  private static SamlProvider idp;
  private static Connection open;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    idp = new SamlProvider(world);
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    open = idp.connection(SamlProvider.settings().allowIdpInitiatedLogin(true));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /// One that was used.
  private static Draft used() {
    Draft draft = idp.addressed(Draft.unsolicited(), open).signed(Draft.Signed.ASSERTION);
    assertThat(bring(draft).parameters()).as("the control").containsKey("idp_initiated_login");
    return draft;
  }

  private static Page bring(Draft draft) {
    return new Browser().post(idp.urls(open).callback(), SamlProvider.form(draft, null));
  }

  private static void isReplay(Page end) {
    assertThat(end.parameters())
        .containsEntry("error", "invalid_saml_response")
        .doesNotContainKey("idp_initiated_login");
    assertThat(world.lastLogin().steps().getLast().facts()).containsEntry("broken_rule", "REPLAY");
  }

  @Test
  void inTheSameForm() {
    isReplay(bring(used()));
  }

  /// Nothing of the response but its assertion is signed.
  @Test
  void inAnotherWrapping() {
    Draft draft = used();

    isReplay(bring(draft.replacing("\"_response\"", "\"_another\"")));
    isReplay(bring(draft.replacing("<samlp:Status>", "\n  <samlp:Status>")));
    isReplay(bring(draft.replacing("samlp:", "p:").replacing("xmlns:samlp=", "xmlns:p=")));
  }

  @Test
  void onAnotherNode() {
    Draft draft = used();
    Server other = world.node();
    URI callback = URI.create(idp.urls(open).callback());
    URI there = URI.create("http://127.0.0.1:" + other.activeLocalPort() + callback.getPath());

    Page end = new Browser().postTo(there, callback.getAuthority(), SamlProvider.form(draft, null));

    isReplay(end);
    other.stop().join();
  }

  @Test
  void whenTheAppHadAskedForIt() {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, open);
    Draft draft = idp.answer(open, request).signed(Draft.Signed.ASSERTION);
    Map<String, String> form = SamlProvider.form(draft, request.get("RelayState"));
    Page first = browser.post(idp.urls(open).callback(), form);

    Page second = browser.post(idp.urls(open).callback(), form);

    assertThat(first.parameters()).as("the control").containsKey("code");
    assertThat(browser.submit(second, Map.of()).status()).isEqualTo(400);
    assertThat(bring(draft).parameters())
        .as("nor as one that nobody asked for")
        .containsEntry("error", "invalid_saml_response");
  }
}
