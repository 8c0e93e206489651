package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.Connection;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.OidcProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Somebody brings bad messages to every door of a connection, until none of them listens.
class BadAnswersTest {
  /// A hundred is what an address may.
  private static final int ROUNDS = 20;

  @Test
  void everyDoorToAConnectionCounts() {
    try (LoginWorld world = new LoginWorld();
        OidcProvider openId = new OidcProvider(world.clock)) {
      world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
      SamlProvider saml = new SamlProvider(world);
      Connection bySaml = saml.connection(SamlProvider.settings());
      Connection byOidc = world.connectionTo(openId);
      String assertions = saml.urls(bySaml).callback();
      String slo = saml.urls(bySaml).singleLogout();
      String own = world.environment.url() + "/sso/v1/oidc/" + byOidc.id();
      String authorize = world.authorizeUrl(world.request("connection_id", byOidc.id().toString()));
      Map<String, String> bad = Map.of("SAMLResponse", "x", "RelayState", "y");
      Browser browser = new Browser();
      String good = openId.signIn(browser.get(authorize).location());
      for (int i = 0; i < ROUNDS; i++) {
        Map<String, String> told =
            Map.of(
                "SAMLResponse", "x", "RelayState", saml.depart(browser, bySaml).get("RelayState"));
        assertThat(browser.post(assertions, told).parameters()).containsKey("error");
        assertThat(browser.post(assertions, bad).status()).isEqualTo(400);
        assertThat(browser.post(slo, Map.of("SAMLRequest", "x")).status()).isEqualTo(400);
        assertThat(browser.get(own + "/callback?code=1&state=2").status()).isEqualTo(400);
        assertThat(browser.post(own + "/backchannel-logout", Map.of("logout_token", "x")).status())
            .isEqualTo(400);
      }
      Login last = world.lastLogin();

      List<Page> later =
          List.of(
              browser.post(assertions, bad),
              browser.post(slo, Map.of("SAMLRequest", "x")),
              browser.get(good),
              browser.post(own + "/backchannel-logout", Map.of("logout_token", "x")));

      assertThat(later)
          .allSatisfy(page -> {
            assertThat(page.status()).isEqualTo(429);
            assertThat(page.header("retry-after")).isEqualTo("1");
            assertThat(page.header("content-security-policy")).contains("frame-ancestors 'none'");
            assertThat(page.body()).contains("One moment, please", "Wait a second");
          });
      assertThat(world.lastLogin().id()).as("they leave no record").isEqualTo(last.id());
      assertThat(browser.get(authorize).status()).as("to begin is no answer").isEqualTo(303);
      assertThat(Browser.on(2).post(assertions, bad).status())
          .as("the control: somebody elsewhere is heard")
          .isEqualTo(400);
      world.clock.advance(Duration.ofSeconds(1));
      assertThat(browser.get(good).parameters())
          .as("the control: so is the good answer, when its time has come")
          .containsKey("code");
    }
  }
}
