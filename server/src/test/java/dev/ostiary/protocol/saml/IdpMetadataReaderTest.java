package dev.ostiary.protocol.saml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ostiary.platform.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdpMetadataReaderTest {
  private static final String FIELD = "saml_config.idp_metadata_url";
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final IdpMetadataReader READER = new IdpMetadataReader(FIELD);

  static String resource(String name) throws IOException {
    try (InputStream in =
        IdpMetadataReaderTest.class.getResourceAsStream("/saml/metadata/" + name)) {
      String text = new String(in.readAllBytes(), UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
  }

  private static IdpMetadata read(String name) throws IOException {
    return READER.read(resource("good/" + name + ".xml"), NOW);
  }

  private static Problem refusal(String xml) {
    Problem problem =
        assertTimeoutPreemptively(
            BOUND, () -> catchThrowableOfType(Problem.class, () -> READER.read(xml, NOW)));
    assertThat(problem).isNotNull();
    assertThat(problem.violations())
        .singleElement()
        .satisfies(violation -> assertThat(violation.field()).isEqualTo(FIELD));
    return problem;
  }

  @Test
  void keycloak() throws Exception {
    IdpMetadata metadata = read("keycloak");

    assertThat(metadata.entityId()).isEqualTo("https://sso.example.com/realms/acme");
    assertThat(metadata.ssoBinding()).isEqualTo(Binding.REDIRECT);
    assertThat(metadata.ssoUrl()).isEqualTo("https://sso.example.com/realms/acme/protocol/saml");
    assertThat(metadata.signOn()).containsOnlyKeys(Binding.REDIRECT, Binding.POST);
    assertThat(metadata.sloBinding()).contains(Binding.REDIRECT);
    assertThat(metadata.sloUrl()).contains("https://sso.example.com/realms/acme/protocol/saml");
    assertThat(metadata.signing())
        .singleElement()
        .satisfies(c -> assertThat(c.subject()).isEqualTo("CN=keycloak signing"));
    assertThat(metadata.nameIdFormats())
        .hasSize(4)
        .startsWith("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
    assertThat(metadata.wantsSignedRequests()).isTrue();
  }

  @Test
  void okta() throws Exception {
    IdpMetadata metadata = read("okta");

    assertThat(metadata.entityId()).isEqualTo("http://www.okta.example.com/exk1abcd2EFGH3ijkl4x7");
    assertThat(metadata.signOn()).hasSize(2);
    assertThat(metadata.logout()).isEmpty();
    assertThat(metadata.sloUrl()).isEmpty();
    assertThat(metadata.wantsSignedRequests()).isFalse();
  }

  @Test
  void entraAndOnlyTheKeysOfItsSamlRole() throws Exception {
    IdpMetadata metadata = read("entra");

    assertThat(metadata.entityId()).startsWith("https://sts.entra.example.com/").endsWith("/");
    assertThat(metadata.signing())
        .extracting(IdpCertificate::subject)
        .containsExactly("CN=entra signing");
  }

  @Test
  void adfsWithTwoSigningKeysOfWhichOneIsNamedTwice() throws Exception {
    IdpMetadata metadata = read("adfs");

    assertThat(metadata.entityId()).isEqualTo("http://adfs.example.com/adfs/services/trust");
    assertThat(metadata.signing())
        .extracting(IdpCertificate::subject)
        .containsExactly("CN=adfs signing", "CN=adfs2 signing");
  }

  @Test
  void google() throws Exception {
    IdpMetadata metadata = read("google");

    assertThat(metadata.ssoUrl())
        .isEqualTo("https://accounts.google.example.com/o/saml2/idp?idpid=C01abcdef");
  }

  @Test
  void shibbolethInAFederationWithOnlyThePostBinding() throws Exception {
    IdpMetadata metadata = read("shibboleth");

    assertThat(metadata.entityId()).isEqualTo("https://idp.university.example/idp/shibboleth");
    assertThat(metadata.ssoBinding()).isEqualTo(Binding.POST);
    assertThat(metadata.ssoUrl())
        .isEqualTo("https://idp.university.example/idp/profile/SAML2/POST/SSO");
    assertThat(metadata.sloBinding()).contains(Binding.POST);
    // The key without a use counts, the one for encryption does not.
    assertThat(metadata.signing())
        .extracting(IdpCertificate::subject)
        .containsExactly("CN=P-384", "CN=shib signing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "comments-between-elements"})
  void theDocumentThatTheBadOnesDifferFromIsGood(String name) throws Exception {
    assertThat(read(name).signOn()).containsOnlyKeys(Binding.REDIRECT);
  }

  @Test
  void anExpiredCertificateIsAccepted() throws Exception {
    assertThat(read("expired-certificate").signing())
        .singleElement()
        .satisfies(certificate -> assertThat(certificate.notAfter()).isBefore(NOW));
  }

  @Test
  void aWeakKeyBesideAGoodOneIsLeftOut() throws Exception {
    assertThat(read("weak-key-beside-a-good-one").signing())
        .extracting(IdpCertificate::subject)
        .containsExactly("CN=P-256");
  }

  @Test
  void metadataIsGoodUntilTheSecondItEnds() throws Exception {
    String xml = resource("good/google.xml");
    Instant end = Instant.parse("2031-10-05T09:36:14Z");

    assertThatCode(() -> READER.read(xml, end)).doesNotThrowAnyException();
    assertThat(catchThrowableOfType(Problem.class, () -> READER.read(xml, end.plusSeconds(1))))
        .hasMessageContaining("valid until");
  }

  @Test
  void oneOfSeveralProvidersIsFoundByItsEntityId() throws Exception {
    String xml = resource("bad/two-providers.xml");

    assertThat(READER.read(xml, NOW, "https://idp2.example.com").signing())
        .extracting(IdpCertificate::subject)
        .containsExactly("CN=okta signing");
    assertThat(
            catchThrowableOfType(
                Problem.class, () -> READER.read(xml, NOW, "https://idp3.example.com")))
        .hasMessageContaining("expected https://idp3.example.com");
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        Arguments.of("doctype", "document type"),
        Arguments.of("external-entity", "document type"),
        Arguments.of("external-dtd", "document type"),
        Arguments.of("parameter-entity", "document type"),
        Arguments.of("billion-laughs", "document type"),
        Arguments.of("undeclared-entity", "not well-formed XML at line 10"),
        Arguments.of("html", "web page (HTML)"),
        Arguments.of("xhtml", "web page (HTML)"),
        Arguments.of("json", "JSON"),
        Arguments.of("certificate", "a certificate or key"),
        Arguments.of("url", "found a URL"),
        Arguments.of("empty", "found nothing"),
        Arguments.of("not-well-formed", "not well-formed XML at line 12, column 3"),
        Arguments.of("two-roots", "not well-formed"),
        Arguments.of("text-after-root", "not well-formed"),
        Arguments.of("service-provider", "metadata of a service provider"),
        Arguments.of("no-role", "without an IDPSSODescriptor"),
        Arguments.of("saml-1-only", "does not speak SAML 2.0"),
        Arguments.of("no-sso-service", "no SingleSignOnService"),
        Arguments.of("only-soap", "no SingleSignOnService"),
        Arguments.of("javascript-location", "\"javascript:alert(1)\""),
        Arguments.of("relative-location", "\"/sso\""),
        Arguments.of("no-location", "\"\""),
        Arguments.of("location-with-user", "absolute http(s) URL"),
        Arguments.of("location-with-space", "absolute http(s) URL"),
        Arguments.of("bad-logout-location", "SingleLogoutService"),
        Arguments.of("expired", "valid until 2026-12-31T23:59:59Z"),
        Arguments.of("expired-role", "valid until 2020-01-01T00:00:00"),
        Arguments.of("expired-group", "valid until 2020-01-01T00:00:00+02:00"),
        Arguments.of("bad-valid-until", "validUntil=\"tomorrow\""),
        Arguments.of("only-encryption-key", "keys for encryption only"),
        Arguments.of("no-key", "no signing certificate"),
        Arguments.of("key-without-certificate", "no X509Certificate"),
        Arguments.of("rsa-1024", "RSA key of 1024 bits"),
        Arguments.of("p-521", "kind EC"),
        Arguments.of("broken-base64", "no valid base64"),
        Arguments.of("cut-certificate", "no certificate"),
        Arguments.of("trailing-bytes-in-certificate", "more bytes"),
        Arguments.of("comment-in-certificate", "not one plain text"),
        Arguments.of("cdata-in-certificate", "not one plain text"),
        Arguments.of("element-in-certificate", "not one plain text"),
        Arguments.of("empty-certificate", "empty certificate"),
        Arguments.of("many-certificates", "21 signing certificates"),
        Arguments.of("comment-in-name-id-format", "NameIDFormat"),
        Arguments.of("two-roles", "2 IDPSSODescriptors"),
        Arguments.of("wrong-namespace", "namespace"),
        Arguments.of("wrong-namespace-https", "namespace"),
        Arguments.of("no-namespace", "in no namespace"),
        Arguments.of("saml-response", "SAML message <Response>"),
        Arguments.of("other-xml", "<note>"),
        Arguments.of("no-entity-id", "without entityID"),
        Arguments.of("long-entity-id", "1025 characters"),
        Arguments.of("space-in-entity-id", "space or control character"),
        Arguments.of("bad-flag", "WantAuthnRequestsSigned"),
        Arguments.of(
            "two-providers", "2 identity providers (https://idp.example.com, https://idp2"),
        Arguments.of("unbound-prefix", "not well-formed"),
        Arguments.of("duplicate-attribute", "not well-formed"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void aBadDocumentIsRefusedInPlainWords(String name, String words) throws Exception {
    assertThat(refusal(resource("bad/" + name + ".xml")).getMessage()).contains(words);
  }

  @Test
  void everyBadFileIsTried() throws IOException, URISyntaxException {
    Path folder = Path.of(IdpMetadataReaderTest.class.getResource("/saml/metadata/bad").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".xml", "")))
          .containsExactlyInAnyOrderElementsOf(
              badFiles().map(arguments -> (String) arguments.get()[0]).toList());
    }
  }

  @Test
  void hugeDocumentsAreRefused() throws Exception {
    String good = resource("good/minimal.xml");
    String padded = good + " ".repeat(IdpMetadataReader.MAX_LENGTH - good.length());

    assertThatCode(() -> READER.read(padded, NOW)).doesNotThrowAnyException();
    assertThat(refusal(padded + " ")).hasMessageContaining("at most 524288");
  }

  @Test
  void deepAndWideDocumentsAreRefusedAndNeverExhaustTheStack() throws Exception {
    String good = resource("good/minimal.xml");
    for (int depth : List.of(50, 150, 1_000, 30_000)) {
      String nested = "<a>".repeat(depth) + "</a>".repeat(depth);
      refusal(good.replace("</md:IDPSSODescriptor>", nested + "</md:IDPSSODescriptor>"));
    }
    String wide = "<a/>".repeat(HardenedXml.MAX_NODES);
    assertThat(refusal(good.replace("</md:IDPSSODescriptor>", wide + "</md:IDPSSODescriptor>")))
        .hasMessageContaining("more than");
    var attributes = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      attributes.append(" a").append(i).append("=\"\"");
    }
    refusal(good.replace("<md:IDPSSODescriptor", "<md:IDPSSODescriptor" + attributes));

    String fewer = "<a>".repeat(30) + "</a>".repeat(30) + "<a/>".repeat(1000);
    assertThatCode(() ->
            READER.read(
                good.replace("</md:IDPSSODescriptor>", fewer + "</md:IDPSSODescriptor>"), NOW))
        .doesNotThrowAnyException();
  }

  @Test
  void noCutOfAGoodDocumentEndsInAnythingButARefusal() throws Exception {
    String good = resource("good/minimal.xml").stripTrailing();

    for (int length : new int[] {0, 1, 10, 100, 200, 500, 1000, good.length() - 1}) {
      refusal(good.substring(0, length));
    }
    assertThat(Arrays.asList(READER.read(good, NOW).ssoUrl())).isNotEmpty();
  }
}
