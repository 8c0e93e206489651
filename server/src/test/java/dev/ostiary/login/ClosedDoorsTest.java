package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.Connection;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ClientPolicy;
import dev.ostiary.environment.ClientType;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import dev.ostiary.testing.OidcProvider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is closed lets nobody in, by whichever door, and whether or not the sign-in had begun
/// before.
class ClosedDoorsTest {
  private static LoginWorld world;
  private static SamlProvider saml;
  private static OidcProvider openId;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    saml = new SamlProvider(world);
    openId = new OidcProvider(world.clock);
  }

  @AfterAll
  static void stop() {
    openId.close();
    world.close();
  }

  /// What an operator can do to keep a company's people out.
  enum Closing {
    DISABLED {
      @Override
      void close(OrganizationId owner, Connection connection) {
        world.connections.disable(world.environment.id(), owner, connection.id(), LoginWorld.CAUSE);
      }
    },
    DELETED {
      @Override
      void close(OrganizationId owner, Connection connection) {
        world.connections.delete(world.environment.id(), owner, connection.id(), LoginWorld.CAUSE);
      }
    },
    ORGANIZATION_DELETED {
      @Override
      void close(OrganizationId owner, Connection connection) {
        world.organizations.delete(world.environment.id(), owner, LoginWorld.CAUSE);
      }
    };

    abstract void close(OrganizationId owner, Connection connection);
  }

  @ParameterizedTest
  @EnumSource
  void throughSaml(Closing how) {
    OrganizationId owner = world.organization("Leaving");
    Connection connection =
        saml.connection(owner, SamlProvider.settings().allowIdpInitiatedLogin(true));
    String callback = saml.urls(connection).callback();
    assertThat(begin(connection).status()).isEqualTo(303);
    assertThat(begin(owner).status()).isEqualTo(303);
    assertThat(new Browser().post(callback, unasked(connection)).parameters())
        .as("the control")
        .containsKey("idp_initiated_login");
    assertThat(saml.signIn(new Browser(), connection).parameters())
        .as("the control")
        .containsKey("code");
    Browser browser = new Browser();
    Map<String, String> request = saml.depart(browser, connection);
    Draft draft = saml.answer(connection, request).signed(Draft.Signed.BOTH);
    Map<String, String> unasked = unasked(connection);

    how.close(owner, connection);

    closed(begin(connection));
    closed(begin(owner));
    closed(browser.post(callback, SamlProvider.form(draft, request.get("RelayState"))));
    closed(new Browser().post(callback, unasked));
  }

  @ParameterizedTest
  @EnumSource
  void throughOpenIdConnect(Closing how) {
    OrganizationId owner = world.organization("Leaving");
    Connection connection = world.connectionTo(owner, openId);
    String init =
        world.environment.url()
            + "/sso/v1/oidc/"
            + connection.id()
            + "/init?"
            + Browser.encode(Map.of("iss", openId.issuer()));
    Browser browser = new Browser();
    assertThat(browser.get(openId.signIn(begin(browser, connection).location())).parameters())
        .as("the control")
        .containsKey("code");
    assertThat(new Browser().get(init).parameters())
        .as("the control")
        .containsKey("idp_initiated_login");
    String answer = openId.signIn(begin(browser, connection).location());
    int redeemed = openId.redeemed();

    how.close(owner, connection);

    closed(begin(new Browser(), connection));
    closed(begin(owner));
    closed(browser.get(answer));
    closed(new Browser().get(init));
    assertThat(openId.redeemed()).as("the code was not even presented").isEqualTo(redeemed);
  }

  /// The app that had asked is not there any more when the person comes back.
  @Test
  void whenTheAppIsDeletedMeanwhile() {
    ApiClient leaving = world.app(ClientType.WEB, ClientPolicy.DEFAULT, LoginWorld.APP);
    String secret =
        world.clients.createSecret(world.environment.id(), leaving.id(), null).plain().reveal();
    Browser browser = new Browser();
    String url =
        world.authorizeUrl(
            world.request(
                "client_id", leaving.id().toString(),
                "code_challenge", "",
                "code_challenge_method", ""));
    Page before = signIn(browser.follow(browser.get(url)), browser);
    assertThat(redeem(leaving, secret, before).status()).as("the control").isEqualTo(200);
    Page form = browser.follow(browser.get(url));

    world.clients.delete(world.environment.id(), leaving.id());

    Page end = signIn(form, browser);
    assertThat(end.parameters()).containsEntry("error", "invalid_client").doesNotContainKey("code");
    assertThat(redeem(leaving, secret, before).status()).isEqualTo(401);
    assertThat(new Browser().get(url).status()).isEqualTo(400);
  }

  private static Page signIn(Page form, Browser browser) {
    return browser.submit(form, Map.of("outcome", "sign_in", "email", "ada@example.com"));
  }

  private static Page redeem(ApiClient client, String secret, Page end) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", end.parameters().getOrDefault("code", "none"));
    form.put("redirect_uri", LoginWorld.APP);
    form.put("client_id", client.id().toString());
    form.put("client_secret", secret);
    return new Browser().post(world.environment.url() + "/oauth/token", form);
  }

  private static Map<String, String> unasked(Connection connection) {
    return SamlProvider.form(
        saml.addressed(Draft.unsolicited(), connection).signed(Draft.Signed.BOTH), null);
  }

  private static Page begin(Connection connection) {
    return begin(new Browser(), connection);
  }

  private static Page begin(Browser browser, Connection connection) {
    return browser.get(
        world.authorizeUrl(world.request("connection_id", connection.id().toString())));
  }

  private static Page begin(OrganizationId organization) {
    return new Browser()
        .get(
            world.authorizeUrl(
                world.request("connection_id", "", "organization_id", organization.toString())));
  }

  /// A page, or an error for the app; never the way to the provider, nor one into the app.
  private static void closed(Page end) {
    if (end.status() == 303) {
      assertThat(end.location().toString()).startsWith(LoginWorld.APP);
      assertThat(end.parameters()).containsKey("error").doesNotContainKey("code");
    } else {
      assertThat(end.status()).isEqualTo(400);
    }
  }
}
