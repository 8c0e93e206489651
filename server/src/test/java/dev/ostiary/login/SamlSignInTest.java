package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.MediaType;
import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.SamlChange;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.platform.Page.Request;
import dev.ostiary.platform.Secret;
import dev.ostiary.protocol.saml.Binding;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.protocol.saml.LogoutMessage;
import dev.ostiary.protocol.saml.NameId;
import dev.ostiary.protocol.saml.NameIdFormat;
import dev.ostiary.protocol.saml.OutgoingMessage;
import dev.ostiary.protocol.saml.TestEncryption;
import dev.ostiary.protocol.saml.TestKeys;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Sign-ins through a SAML identity provider, from the app's request to the code, and what becomes
/// of answers that are not what they should be.
class SamlSignInTest {
  private static final String IDP_SSO = "https://idp.acme.test/sso";
  private static final String IDP_SLO = "https://idp.acme.test/slo";

  private static LoginWorld world;
  private static Connection connection;
  private static Connection open;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    connection = connection(settings());
    open = connection(settings().allowIdpInitiatedLogin(true));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static SamlChange settings() {
    return new SamlChange()
        .idpEntityId(Draft.IDP)
        .idpSsoUrl(IDP_SSO)
        .idpSloUrl(IDP_SLO)
        .idpCertificate(TestKeys.IDP.idpCertificate().pem());
  }

  private static Connection connection(SamlChange change) {
    return world.connection(ConnectionType.SAML, ConfigChange.of(change));
  }

  private static SpUrls urls(Connection of) {
    return SpUrls.of(world.environment.url(), of);
  }

  /// The app's request and what the browser is sent to the provider with.
  private static Map<String, String> depart(Browser browser, Connection through, String... wishes) {
    Map<String, String> request = world.request(wishes);
    request.put("connection_id", through.id().toString());
    Page page = browser.get(world.authorizeUrl(request));
    if (page.header("location").isEmpty()) {
      assertThat(page.action().toString()).isEqualTo(IDP_SSO);
      return page.fields();
    }
    assertThat(page.location().toString()).startsWith(IDP_SSO + "?");
    return page.parameters();
  }

  /// The provider's answer to a request, not signed yet.
  private static Draft answer(Connection to, Map<String, String> request) {
    String xml = SamlRequests.read(request.get("SAMLRequest"));
    Matcher id = Pattern.compile(" ID=\"([^\"]+)\"").matcher(xml);
    assertThat(id.find()).isTrue();
    return addressed(Draft.answer().replacing(Draft.REQUEST, id.group(1)), to);
  }

  private static Draft addressed(Draft draft, Connection to) {
    return draft
        .replacing("\"" + Draft.ACS + "\"", "\"" + urls(to).callback() + "\"")
        .replacing(">" + Draft.SP + "<", ">" + urls(to).entityId() + "<")
        .replacing("\"_assertion\"", "\"_" + world.ids.next() + "\"");
  }

  private static Map<String, String> form(Draft draft, String relayState) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("SAMLResponse", draft.base64());
    if (relayState != null) {
      form.put("RelayState", relayState);
    }
    return form;
  }

  private static Page signIn(Browser browser, Connection through) {
    Map<String, String> request = depart(browser, through);
    Draft draft = answer(through, request).signed(Draft.Signed.ASSERTION);
    return browser.post(urls(through).callback(), form(draft, request.get("RelayState")));
  }

  private static Login last() {
    return world
        .logins
        .records()
        .list(world.environment.id(), LoginFilter.ALL, Request.of(1, ""))
        .items()
        .getFirst();
  }

  @Test
  void aGoodAnswerBecomesACode() {
    Page end = signIn(new Browser(), connection);

    assertThat(end.status()).isEqualTo(303);
    assertThat(end.location().toString()).startsWith(LoginWorld.APP);
    assertThat(end.parameters()).containsKey("code").containsEntry("state", "af0ifjsldkj");
    assertThat(last().status()).isEqualTo(LoginStatus.SUCCESS);
    assertThat(last().email()).isEqualTo("alice@acme.test");
  }

  @Test
  void aForgedAnswerIsAnErrorToTheAppAndADiagnosisInTheRecord() {
    Browser browser = new Browser();
    Map<String, String> request = depart(browser, connection);
    Draft forged =
        answer(connection, request).signed(Draft.Signed.ASSERTION).replacing(">alice<", ">evil<");

    Page end = browser.post(urls(connection).callback(), form(forged, request.get("RelayState")));

    assertThat(end.parameters())
        .containsEntry("error", "signature_validation_failed")
        .doesNotContainKey("code");
    assertThat(last().status()).isEqualTo(LoginStatus.FAILURE);
    assertThat(last().steps().getLast().facts())
        .containsEntry("broken_rule", "SIGNATURE")
        .containsKeys("requirement", "advice", "found", "message");
    assertThat(signIn(new Browser(), connection).parameters())
        .as("the control")
        .containsKey("code");
  }

  /// Browsers leave our cookie out when another site posts the form.
  @Test
  void aFormFromAnotherSiteIsSentOnceMoreFromOurs() {
    Browser browser = new Browser();
    Map<String, String> request = depart(browser, connection);
    Draft draft = answer(connection, request).signed(Draft.Signed.RESPONSE);

    Page bridge =
        new Browser().post(urls(connection).callback(), form(draft, request.get("RelayState")));

    assertThat(bridge.status()).isEqualTo(200);
    assertThat(bridge.action().toString()).isEqualTo(urls(connection).callback());
    assertThat(new Browser().submit(bridge, Map.of()).status()).as("a stranger").isEqualTo(400);
    assertThat(browser.submit(bridge, Map.of()).parameters()).containsKey("code");
    assertThat(browser.submit(bridge, Map.of()).status()).as("once").isEqualTo(400);
  }

  @Test
  void anAnswerAtAnotherConnectionsAddressIsRefused() {
    Connection other = connection(settings());
    Browser browser = new Browser();
    Map<String, String> request = depart(browser, connection);
    Draft draft = answer(connection, request).signed(Draft.Signed.BOTH);

    Page end = browser.post(urls(other).callback(), form(draft, request.get("RelayState")));

    assertThat(end.parameters()).containsEntry("error", "invalid_connection_id");
  }

  @Test
  void theAnswerToAnotherRequestIsRefused() {
    Browser browser = new Browser();
    Map<String, String> first = depart(browser, connection);
    Map<String, String> second = depart(browser, connection);
    Draft toSecond = answer(connection, second).signed(Draft.Signed.BOTH);

    Page crossed =
        browser.post(urls(connection).callback(), form(toSecond, first.get("RelayState")));
    Page right =
        browser.post(urls(connection).callback(), form(toSecond, second.get("RelayState")));

    assertThat(crossed.parameters()).containsEntry("error", "invalid_saml_response");
    assertThat(right.parameters()).containsKey("code");
  }

  @Test
  void formsThatCanBeReadInTwoWaysAreRefused() {
    Browser browser = new Browser();
    Map<String, String> request = depart(browser, connection);
    Map<String, String> form =
        form(answer(connection, request).signed(Draft.Signed.BOTH), request.get("RelayState"));
    String callback = urls(connection).callback();

    String encoded = Browser.encode(form);
    assertThat(status(callback, encoded + "&SAMLResponse=x")).isEqualTo(400);
    assertThat(status(callback, encoded + "&RelayState=x")).isEqualTo(400);
    assertThat(status(callback, "RelayState=x")).isEqualTo(400);
    assertThat(status(callback, encoded)).as("control: the form, once more").isEqualTo(200);
  }

  private static int status(String url, String form) {
    return WebClient.of()
        .prepare()
        .post(url)
        .content(MediaType.FORM_DATA, form)
        .execute()
        .aggregate()
        .join()
        .status()
        .code();
  }

  @Test
  void anUnsolicitedAnswerNeedsAConnectionThatAllowsIt() {
    Draft closed = addressed(Draft.unsolicited(), connection).signed(Draft.Signed.BOTH);
    Draft allowed = addressed(Draft.unsolicited(), open).signed(Draft.Signed.BOTH);

    Page refused = new Browser().post(urls(connection).callback(), form(closed, null));
    Page handed = new Browser().post(urls(open).callback(), form(allowed, "https://evil.example/"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(handed.status()).isEqualTo(303);
    assertThat(handed.location().toString())
        .startsWith("https://app.example.com/login?idp_initiated_login=eyJ");
    assertThat(handed.response().headers().allValues("set-cookie"))
        .as("nobody is signed in")
        .isEmpty();
    String claims =
        new String(
            Base64.getUrlDecoder()
                .decode(handed.parameters().get("idp_initiated_login").split("\\.")[1]));
    assertThat(claims)
        .contains(open.id().toString(), world.organization.toString(), "alice@acme.test")
        .doesNotContain("evil");
  }

  @Test
  void anAssertionIsUsedOnceHoweverManyBringIt() throws Exception {
    Map<String, String> form =
        form(addressed(Draft.unsolicited(), open).signed(Draft.Signed.BOTH), null);

    List<Page> ends;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Page> bring = () -> new Browser().post(urls(open).callback(), form);
      ends =
          executor.invokeAll(Collections.nCopies(10, bring)).stream()
              .map(Future::resultNow)
              .toList();
    }

    assertThat(ends)
        .filteredOn(end -> end.parameters().containsKey("idp_initiated_login"))
        .hasSize(1);
    assertThat(ends)
        .filteredOn(end -> "invalid_saml_response".equals(end.parameters().get("error")))
        .hasSize(9);
  }

  @Test
  void aDisabledConnectionTakesNothing() {
    Connection leaving = connection(settings().allowIdpInitiatedLogin(true));
    Browser browser = new Browser();
    Map<String, String> request = depart(browser, leaving);
    Draft draft = answer(leaving, request).signed(Draft.Signed.BOTH);
    Draft unsolicited = addressed(Draft.unsolicited(), leaving).signed(Draft.Signed.BOTH);
    world.connections.disable(
        world.environment.id(), world.organization, leaving.id(), LoginWorld.CAUSE);

    Page end = browser.post(urls(leaving).callback(), form(draft, request.get("RelayState")));
    Page begun = new Browser().post(urls(leaving).callback(), form(unsolicited, null));

    assertThat(end.parameters()).containsEntry("error", "connection_not_active");
    assertThat(begun.status()).isEqualTo(400);
  }

  @Test
  void signedRequestsAndEncryptedAssertionsUseThePublishedCertificate() throws Exception {
    Connection strict = connection(settings().wantRequestSigned(true).assertionEncrypted(true));
    Page metadata = new Browser().get(urls(strict).metadata());
    assertThat(metadata.header("content-type")).startsWith("application/samlmetadata+xml");
    assertThat(metadata.body())
        .contains("entityID=\"" + urls(strict).entityId() + "\"")
        .contains("Location=\"" + urls(strict).callback() + "\"")
        .contains("AuthnRequestsSigned=\"true\"");
    Matcher base64 =
        Pattern.compile("use=\"encryption\">.*?<ds:X509Certificate>([^<]+)<")
            .matcher(metadata.body());
    assertThat(base64.find()).isTrue();
    var certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Base64.getDecoder().decode(base64.group(1))));

    Browser browser = new Browser();
    Map<String, String> request = depart(browser, strict);
    Draft plain = answer(strict, request).signed(Draft.Signed.ASSERTION);
    Draft encrypted = plain.encrypted(TestEncryption.gcm(certificate.getPublicKey()));

    assertThat(request).containsKeys("SigAlg", "Signature");
    assertThat(
            browser
                .post(urls(strict).callback(), form(encrypted, request.get("RelayState")))
                .parameters())
        .containsKey("code");
    Map<String, String> again = depart(browser, strict);
    assertThat(
            browser
                .post(
                    urls(strict).callback(),
                    form(
                        answer(strict, again).signed(Draft.Signed.ASSERTION),
                        again.get("RelayState")))
                .parameters())
        .as("not encrypted")
        .containsEntry("error", "invalid_saml_response");
  }

  @Test
  void aFreshLoginMustBeOne() {
    Browser browser = new Browser();
    Map<String, String> request = depart(browser, connection, "prompt", "login");
    assertThat(SamlRequests.read(request.get("SAMLRequest"))).contains("ForceAuthn=\"true\"");
    Draft stale = answer(connection, request).signed(Draft.Signed.BOTH);
    Page end = browser.post(urls(connection).callback(), form(stale, request.get("RelayState")));

    Map<String, String> again = depart(browser, connection, "prompt", "login");
    Draft fresh =
        answer(connection, again)
            .replacing("2026-11-25T02:58:00Z", "2026-11-25T03:00:04Z")
            .signed(Draft.Signed.BOTH);

    assertThat(end.parameters()).containsEntry("error", "invalid_saml_response");
    assertThat(
            browser
                .post(urls(connection).callback(), form(fresh, again.get("RelayState")))
                .parameters())
        .containsKey("code");
  }

  @Test
  void theProviderEndsItsSessionsHereWithASignedMessageOnly() {
    Browser browser = new Browser();
    signIn(browser, connection);
    assertThat(world.session(browser)).isNotNull();
    NameId alice = NameId.of("alice", NameIdFormat.PERSISTENT);
    var message =
        new LogoutMessage(
            "_logout", world.clock.instant(), urls(connection).singleLogout(), Draft.IDP);

    Page forged =
        browser.get(
            redirect(
                message.request(
                    Binding.REDIRECT, alice, "session-1", "rs", TestKeys.STRANGER.spKey())));
    assertThat(forged.status()).isEqualTo(400);
    assertThat(world.session(browser)).isNotNull();

    Page honest =
        browser.get(
            redirect(
                message.request(Binding.REDIRECT, alice, "session-1", "rs", TestKeys.IDP.spKey())));

    assertThat(honest.location().toString()).startsWith(IDP_SLO + "?SAMLResponse=");
    assertThat(honest.parameters()).containsEntry("RelayState", "rs").containsKey("Signature");
    String cookie = browser.cookies(world.environment.url()).get("session");
    assertThat(world.sessions.find(world.environment.id(), new Secret(cookie))).isEmpty();
  }

  private static String redirect(OutgoingMessage message) {
    return ((OutgoingMessage.Redirect) message).url();
  }
}
