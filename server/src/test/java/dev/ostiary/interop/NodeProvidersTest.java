package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.saml.TestKeys;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// People sign in through identity providers that share nothing with Keycloak: npm's oidc-provider,
/// which is certified, and samlp, whose signatures xml-crypto makes.
class NodeProvidersTest {
  private static final String SECRET = "a secret of the two of us";

  private static TestServer server;
  private static TestApp app;
  private static Company company;
  private static String oidc;
  private static NodeProgram.Listening providers;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
    app = TestApp.at("http://localhost:3000/callback", server);
    company = new Company(server);
    oidc = company.connect("OIDC");
    JsonNode addresses = company.config(oidc, "oidc_config");
    byte[] certificate = encryptionCertificate();
    providers =
        NodeProgram.installed()
            .start(
                "idps.mjs",
                Map.of(
                    "CLIENT_ID", oidc,
                    "CLIENT_SECRET", SECRET,
                    "REDIRECT_URI", addresses.path("redirect_uri").asText(),
                    "BACKCHANNEL_LOGOUT_URI",
                        addresses.path("backchannel_logout_redirect_uri").asText(),
                    "CERTIFICATE", TestKeys.IDP.idpCertificate().pem(),
                    "KEY", pem("PRIVATE KEY", TestKeys.IDP.pair().getPrivate().getEncoded()),
                    "ENCRYPTION_CERTIFICATE", pem("CERTIFICATE", certificate),
                    "ENCRYPTION_KEY", pem("PUBLIC KEY", publicKey(certificate))));
    company.configure(
        oidc,
        "OIDC",
        "oidc_config",
        Json.object()
            .put("issuer", providers.url())
            .put("client_id", oidc)
            .put("client_secret", SECRET));
    company.enable(oidc);
  }

  @AfterAll
  static void stop() {
    providers.close();
    server.close();
  }

  /// As our metadata have it.
  private static byte[] encryptionCertificate() {
    JsonNode config = company.config(company.connect("SAML"), "saml_config");
    Matcher base64 =
        Pattern.compile("use=\"encryption\">.*?<ds:X509Certificate>([^<]+)<")
            .matcher(company.metadata(config));
    assertThat(base64.find()).isTrue();
    return Base64.getDecoder().decode(base64.group(1));
  }

  private static byte[] publicKey(byte[] certificate) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(certificate))
        .getPublicKey()
        .getEncoded();
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
  }

  @Test
  void oidcProviderSignsInAndOut() {
    Browser browser = new Browser();
    Page name = browser.follow(browser.follow(browser.get(app.authorize(oidc))));
    Page sent = browser.submit(name, Map.of("login", "bob", "password", "any"));
    Page consent = browser.follow(browser.follow(sent));
    Page back = browser.follow(browser.submit(consent, Map.of()));

    isBob(oidc, app.signIn(browser.follow(back).parameters()));
    assertThat(silently(browser)).as("the control").containsKey("code");

    Page question = browser.get(providers.url() + "/session/end");
    browser.submit(question, Map.of("logout", "yes"));

    assertThat(silently(browser)).containsEntry("error", "login_required");
  }

  private static Map<String, String> silently(Browser browser) {
    return browser.get(app.authorize(oidc, Map.of("prompt", "none"))).parameters();
  }

  @ParameterizedTest
  @ValueSource(strings = {"response", "assertion", "both", "encrypted"})
  void samlpSignsInWhateverItSignsAndEncrypts(String mode) {
    String saml = company.connect("SAML");
    company.configure(
        saml,
        "SAML",
        "saml_config",
        Json.object()
            .put("idp_metadata_url", providers.url() + "/saml/" + mode + "/metadata")
            .put("assertion_encrypted", mode.equals("encrypted")));
    company.enable(saml);
    Browser browser = new Browser();

    Page answer = browser.follow(browser.get(app.authorize(saml)));
    assertThat(answer.fields()).as(answer.body()).containsKey("SAMLResponse");
    Page end = browser.submit(answer, Map.of());

    isBob(saml, app.signIn(end.parameters()));
  }

  private static void isBob(String connection, ObjectNode claims) {
    assertThat(claims.path("sub").asText()).isEqualTo(connection + ";bob");
    assertThat(claims.path("email").asText()).isEqualTo("bob@acme.test");
    assertThat(claims.path("email_verified").asBoolean()).isTrue();
    assertThat(claims.path("given_name").asText()).isEqualTo("Bob");
    assertThat(claims.path("family_name").asText()).isEqualTo("Baker");
  }
}
