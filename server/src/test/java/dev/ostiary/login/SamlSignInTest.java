package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.MediaType;
import dev.ostiary.connection.Connection;
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
  private static LoginWorld world;
  private static SamlProvider idp;
  private static Connection connection;
  private static Connection open;

  @BeforeAll
  static void start() {
    world = new LoginWorld();
    idp = new SamlProvider(world);
    world.clock.set(Instant.parse(Draft.ISSUED).plusSeconds(5));
    connection = idp.connection(SamlProvider.settings());
    open = idp.connection(SamlProvider.settings().allowIdpInitiatedLogin(true));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void aGoodAnswerBecomesACode() {
    Page end = idp.signIn(new Browser(), connection);

    assertThat(end.status()).isEqualTo(303);
    assertThat(end.location().toString()).startsWith(LoginWorld.APP);
    assertThat(end.parameters()).containsKey("code").containsEntry("state", "af0ifjsldkj");
    assertThat(world.lastLogin().status()).isEqualTo(LoginStatus.SUCCESS);
    assertThat(world.lastLogin().email()).isEqualTo("alice@acme.test");
  }

  @Test
  void aForgedAnswerIsAnErrorToTheAppAndADiagnosisInTheRecord() {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, connection);
    Draft forged =
        idp.answer(connection, request)
            .signed(Draft.Signed.ASSERTION)
            .replacing(">alice<", ">evil<");

    Page end =
        browser.post(
            idp.urls(connection).callback(), SamlProvider.form(forged, request.get("RelayState")));

    assertThat(end.parameters())
        .containsEntry("error", "signature_validation_failed")
        .doesNotContainKey("code");
    assertThat(world.lastLogin().status()).isEqualTo(LoginStatus.FAILURE);
    assertThat(world.lastLogin().steps().getLast().facts())
        .containsEntry("broken_rule", "SIGNATURE")
        .containsKeys("requirement", "advice", "found", "message");
    assertThat(idp.signIn(new Browser(), connection).parameters())
        .as("the control")
        .containsKey("code");
  }

  /// Browsers leave our cookie out when another site posts the form.
  @Test
  void aFormFromAnotherSiteIsSentOnceMoreFromOurs() {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, connection);
    Draft draft = idp.answer(connection, request).signed(Draft.Signed.RESPONSE);

    Page bridge =
        new Browser()
            .post(
                idp.urls(connection).callback(),
                SamlProvider.form(draft, request.get("RelayState")));

    assertThat(bridge.status()).isEqualTo(200);
    assertThat(bridge.action().toString()).isEqualTo(idp.urls(connection).callback());
    assertThat(new Browser().submit(bridge, Map.of()).status()).as("a stranger").isEqualTo(400);
    assertThat(browser.submit(bridge, Map.of()).parameters()).containsKey("code");
    assertThat(browser.submit(bridge, Map.of()).status()).as("once").isEqualTo(400);
  }

  @Test
  void anAnswerAtAnotherConnectionsAddressIsRefused() {
    Connection other = idp.connection(SamlProvider.settings());
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, connection);
    Draft draft = idp.answer(connection, request).signed(Draft.Signed.BOTH);

    Page end =
        browser.post(
            idp.urls(other).callback(), SamlProvider.form(draft, request.get("RelayState")));

    assertThat(end.parameters()).containsEntry("error", "invalid_connection_id");
  }

  @Test
  void theAnswerToAnotherRequestIsRefused() {
    Browser browser = new Browser();
    Map<String, String> first = idp.depart(browser, connection);
    Map<String, String> second = idp.depart(browser, connection);
    Draft toSecond = idp.answer(connection, second).signed(Draft.Signed.BOTH);

    Page crossed =
        browser.post(
            idp.urls(connection).callback(), SamlProvider.form(toSecond, first.get("RelayState")));
    Page right =
        browser.post(
            idp.urls(connection).callback(), SamlProvider.form(toSecond, second.get("RelayState")));

    assertThat(crossed.parameters()).containsEntry("error", "invalid_saml_response");
    assertThat(right.parameters()).containsKey("code");
  }

  @Test
  void formsThatCanBeReadInTwoWaysAreRefused() {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, connection);
    Map<String, String> form =
        SamlProvider.form(
            idp.answer(connection, request).signed(Draft.Signed.BOTH), request.get("RelayState"));
    String callback = idp.urls(connection).callback();

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
    Draft closed = idp.addressed(Draft.unsolicited(), connection).signed(Draft.Signed.BOTH);
    Draft allowed = idp.addressed(Draft.unsolicited(), open).signed(Draft.Signed.BOTH);

    Page refused =
        new Browser().post(idp.urls(connection).callback(), SamlProvider.form(closed, null));
    Page handed =
        new Browser()
            .post(idp.urls(open).callback(), SamlProvider.form(allowed, "https://evil.example/"));

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
        SamlProvider.form(idp.addressed(Draft.unsolicited(), open).signed(Draft.Signed.BOTH), null);

    List<Page> ends;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Page> bring = () -> new Browser().post(idp.urls(open).callback(), form);
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
    Connection leaving = idp.connection(SamlProvider.settings().allowIdpInitiatedLogin(true));
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, leaving);
    Draft draft = idp.answer(leaving, request).signed(Draft.Signed.BOTH);
    Draft unsolicited = idp.addressed(Draft.unsolicited(), leaving).signed(Draft.Signed.BOTH);
    world.connections.disable(
        world.environment.id(), world.organization, leaving.id(), LoginWorld.CAUSE);

    Page end =
        browser.post(
            idp.urls(leaving).callback(), SamlProvider.form(draft, request.get("RelayState")));
    Page begun =
        new Browser().post(idp.urls(leaving).callback(), SamlProvider.form(unsolicited, null));

    assertThat(end.parameters()).containsEntry("error", "connection_not_active");
    assertThat(begun.status()).isEqualTo(400);
  }

  @Test
  void signedRequestsAndEncryptedAssertionsUseThePublishedCertificate() throws Exception {
    Connection strict =
        idp.connection(SamlProvider.settings().wantRequestSigned(true).assertionEncrypted(true));
    Page metadata = new Browser().get(idp.urls(strict).metadata());
    assertThat(metadata.header("content-type")).startsWith("application/samlmetadata+xml");
    assertThat(metadata.body())
        .contains("entityID=\"" + idp.urls(strict).entityId() + "\"")
        .contains("Location=\"" + idp.urls(strict).callback() + "\"")
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
    Map<String, String> request = idp.depart(browser, strict);
    Draft plain = idp.answer(strict, request).signed(Draft.Signed.ASSERTION);
    Draft encrypted = plain.encrypted(TestEncryption.gcm(certificate.getPublicKey()));

    assertThat(request).containsKeys("SigAlg", "Signature");
    assertThat(
            browser
                .post(
                    idp.urls(strict).callback(),
                    SamlProvider.form(encrypted, request.get("RelayState")))
                .parameters())
        .containsKey("code");
    Map<String, String> again = idp.depart(browser, strict);
    assertThat(
            browser
                .post(
                    idp.urls(strict).callback(),
                    SamlProvider.form(
                        idp.answer(strict, again).signed(Draft.Signed.ASSERTION),
                        again.get("RelayState")))
                .parameters())
        .as("not encrypted")
        .containsEntry("error", "invalid_saml_response");
  }

  @Test
  void aFreshLoginMustBeOne() {
    Browser browser = new Browser();
    Map<String, String> request = idp.depart(browser, connection, "prompt", "login");
    assertThat(SamlRequests.read(request.get("SAMLRequest"))).contains("ForceAuthn=\"true\"");
    Draft stale = idp.answer(connection, request).signed(Draft.Signed.BOTH);
    Page end =
        browser.post(
            idp.urls(connection).callback(), SamlProvider.form(stale, request.get("RelayState")));

    Map<String, String> again = idp.depart(browser, connection, "prompt", "login");
    Draft fresh =
        idp.answer(connection, again)
            .replacing("2026-11-25T02:58:00Z", "2026-11-25T03:00:04Z")
            .signed(Draft.Signed.BOTH);

    assertThat(end.parameters()).containsEntry("error", "invalid_saml_response");
    assertThat(
            browser
                .post(
                    idp.urls(connection).callback(),
                    SamlProvider.form(fresh, again.get("RelayState")))
                .parameters())
        .containsKey("code");
  }

  @Test
  void theProviderEndsItsSessionsHereWithASignedMessageOnly() {
    Browser browser = new Browser();
    idp.signIn(browser, connection);
    assertThat(world.session(browser)).isNotNull();
    NameId alice = NameId.of("alice", NameIdFormat.PERSISTENT);
    var message =
        new LogoutMessage(
            "_logout", world.clock.instant(), idp.urls(connection).singleLogout(), Draft.IDP);

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

    assertThat(honest.location().toString()).startsWith(SamlProvider.SLO + "?SAMLResponse=");
    assertThat(honest.parameters()).containsEntry("RelayState", "rs").containsKey("Signature");
    String cookie = browser.cookies(world.environment.url()).get("session");
    assertThat(world.sessions.find(world.environment.id(), new Secret(cookie))).isEmpty();
  }

  private static String redirect(OutgoingMessage message) {
    return ((OutgoingMessage.Redirect) message).url();
  }
}
