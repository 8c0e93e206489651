package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.database.Database;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.OidcProvider;
import dev.ostiary.testing.RoundTripCounter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// No request of a sign-in goes to the database more than three times, commits included. What is
/// the same for all sign-ins (environments, keys, that a connection has had its first) is in memory
/// after the first.
class RoundTripsTest {
  private static final int BAR = 3;
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static LoginWorld world;
  private static OidcProvider openId;
  private static SamlProvider saml;
  private static Connection byOidc;
  private static Connection bySaml;
  private static Secret secret;

  @BeforeAll
  static void start() throws Exception {
    world =
        new LoginWorld() {
          @Override
          Database database() {
            return RoundTripCounter.open();
          }
        };
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    openId = new OidcProvider(world.clock);
    saml = new SamlProvider(world);
    byOidc =
        world.connection(
            ConnectionType.OIDC,
            ConfigChange.of(
                new OidcChange()
                    .issuer(openId.issuer())
                    .authorizeUri(openId.issuer() + "/authorize")
                    .tokenUri(openId.issuer() + "/token")
                    .jwksUri(openId.issuer() + "/jwks")
                    .clientId(OidcProvider.CLIENT)
                    .clientSecret("correct horse battery staple")));
    bySaml = saml.connection(SamlProvider.settings());
    secret = world.clients.createSecret(world.environment.id(), world.app.id(), null).plain();
    redeem(code(oidcAnswer(byOidc)));
    redeem(code(saml.signIn(new Browser(), bySaml)));
    redeem(code(simulated()));
  }

  @AfterAll
  static void stop() {
    openId.close();
    world.close();
  }

  /// Does it and counts.
  private static <T> T counted(Callable<T> request) throws Exception {
    Answer<T> found = new Answer<>();
    assertThat(RoundTripCounter.during(() -> found.value = request.call()))
        .isBetween(1L, (long) BAR);
    return found.value;
  }

  private static final class Answer<T> {
    private T value;
  }

  private static Page oidcAnswer(Connection through) throws Exception {
    Browser browser = new Browser();
    String url = authorize("connection_id", through.id().toString());
    Page sent = browser.get(url);
    return browser.get(openId.signIn(sent.location()));
  }

  private static Page simulated() {
    Browser browser = new Browser();
    Page form = browser.follow(browser.get(authorize()));
    return browser.submit(form, Map.of("outcome", "sign_in"));
  }

  private static String authorize(String... changes) {
    return world.authorizeUrl(world.request(changes));
  }

  private static String code(Page end) {
    assertThat(end.parameters()).containsKey("code");
    return end.parameters().get("code");
  }

  private static ObjectNode redeem(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", LoginWorld.APP);
    form.put("code_verifier", VERIFIER);
    form.put("client_id", world.app.id().toString());
    form.put("client_secret", secret.reveal());
    Page answer = new Browser().post(world.environment.url() + "/oauth/token", form);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Json.parseObject(answer.body());
  }

  @Test
  void throughAnOpenIdProvider() throws Exception {
    Browser browser = new Browser();
    String url = authorize("connection_id", byOidc.id().toString());

    Page sent = counted(() -> browser.get(url));
    String answer = openId.signIn(sent.location());
    String code = code(counted(() -> browser.get(answer)));

    assertThat(counted(() -> redeem(code)).path("id_token").asText()).isNotEmpty();
  }

  @Test
  void throughASamlProvider() throws Exception {
    Browser browser = new Browser();
    Map<String, String> request = counted(() -> saml.depart(browser, bySaml));
    Draft draft = saml.answer(bySaml, request).signed(Draft.Signed.ASSERTION);
    Map<String, String> form = SamlProvider.form(draft, request.get("RelayState"));

    Page end = counted(() -> browser.post(saml.urls(bySaml).callback(), form));

    counted(() -> redeem(code(end)));
  }

  @Test
  void throughTheSimulator() throws Exception {
    Browser browser = new Browser();
    Page sent = counted(() -> browser.get(authorize()));
    Page form = counted(() -> browser.follow(sent));
    Page end = counted(() -> browser.submit(form, Map.of("outcome", "sign_in")));

    counted(() -> redeem(code(end)));
  }

  @Test
  void howeverTheAppSelectsTheConnection() throws Exception {
    counted(() ->
        new Browser()
            .get(authorize("connection_id", "", "organization_id", world.organization.toString())));
    counted(() -> new Browser().get(authorize("connection_id", "", "domain", "example.com")));
    Page byHint =
        counted(() ->
            new Browser().get(authorize("connection_id", "", "login_hint", "ada@example.com")));

    assertThat(byHint.status()).isEqualTo(303);
  }

  @Test
  void alsoWhenTheProviderRefuses() throws Exception {
    Browser browser = new Browser();
    Page sent = browser.get(authorize("connection_id", byOidc.id().toString()));
    String refusal =
        OidcProvider.answer(Browser.parameters(sent.location()), Map.of("error", "access_denied"));

    Page end = counted(() -> browser.get(refusal));

    assertThat(end.parameters()).containsEntry("error", "access_denied");
  }
}
