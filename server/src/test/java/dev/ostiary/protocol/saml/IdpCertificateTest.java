package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.platform.Problem;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdpCertificateTest {
  private static final String FIELD = "saml_config.idp_certificate";

  private static String pem(String name) throws IOException {
    return IdpMetadataReaderTest.resource("certificates/" + name + ".pem");
  }

  private static String base64(String name) throws IOException {
    return pem(name).replaceAll("-----[A-Z ]+-----|\\s", "");
  }

  private static Problem refusal(String text) {
    Problem problem = catchThrowableOfType(Problem.class, () -> IdpCertificate.parse(FIELD, text));
    assertThat(problem).isNotNull();
    assertThat(problem.violations().getFirst().field()).isEqualTo(FIELD);
    return problem;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-2048", "rsa-4096", "p-256", "p-384", "expired"})
  void acceptedKeysInEverySpelling(String name) throws Exception {
    IdpCertificate certificate = IdpCertificate.parse(FIELD, pem(name));

    assertThat(certificate.pem()).isEqualTo(pem(name));
    String base64 = base64(name);
    for (String spelling :
        new String[] {
          base64,
          "  \n" + base64 + "\r\n",
          base64.replaceAll("(.{64})", "$1\r\n"),
          base64.replaceAll("(.{10})", "$1 \t"),
          pem(name).replace("\n", "\r\n"),
          "\n\n" + pem(name) + "\n\n",
          pem(name).replace("\n", " "),
          "Bag Attributes\n" + pem(name)
        }) {
      assertThat(IdpCertificate.parse(FIELD, spelling)).isEqualTo(certificate);
    }
  }

  @Test
  void whatACertificateSays() throws Exception {
    IdpCertificate certificate = IdpCertificate.parse(FIELD, pem("expired"));

    assertThat(certificate.subject()).isEqualTo("CN=expired signing");
    assertThat(certificate.issuer()).isEqualTo("CN=expired signing");
    assertThat(certificate.notBefore()).isBefore(certificate.notAfter());
    assertThat(certificate.fingerprint()).matches("[0-9a-f]{64}");
    assertThat(certificate.toString()).contains(certificate.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({"rsa-1024, 1024 bits", "p-521, kind EC", "ed25519, P-256 or P-384"})
  void keysThatAreWeakOrUnknownAreRefused(String name, String words) throws Exception {
    assertThat(refusal(pem(name))).hasMessageContaining(words);
  }

  @Test
  void aKeyOnAnUnknownCurveIsRefused() throws Exception {
    refusal(pem("secp256k1"));
  }

  @Test
  void whatIsNoCertificateIsRefusedAndNamed() throws Exception {
    String pem = pem("rsa-2048");
    String base64 = base64("rsa-2048");

    assertThat(refusal("")).hasMessageContaining("empty");
    assertThat(refusal("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"))
        .hasMessageContaining("empty");
    assertThat(refusal(pem.replace("CERTIFICATE", "PRIVATE KEY")))
        .hasMessageContaining("private key");
    assertThat(refusal(pem.replace("CERTIFICATE", "RSA PRIVATE KEY")))
        .hasMessageContaining("private key");
    assertThat(refusal(pem.replace("CERTIFICATE", "PUBLIC KEY")))
        .hasMessageContaining("found a PUBLIC KEY");
    assertThat(refusal(pem + pem("p-256"))).hasMessageContaining("several certificates");
    assertThat(refusal(pem.replace("-----END", "----END"))).hasMessageContaining("BEGIN or END");
    assertThat(refusal(base64.substring(0, 300))).hasMessageContaining("no certificate");
    assertThat(refusal(base64.substring(0, 301))).hasMessageContaining("base64");
    assertThat(refusal(base64.replace('/', '_').replace('+', '-'))).hasMessageContaining("base64");
    assertThat(refusal("caf\u00e9" + base64)).hasMessageContaining("base64");
    assertThat(refusal("AAAA".repeat(10_000))).hasMessageContaining("40000 characters");
    assertThat(refusal(Base64.getEncoder().encodeToString(pem.getBytes())))
        .hasMessageContaining("certificate");
    byte[] der = Base64.getDecoder().decode(base64);
    byte[] longer = java.util.Arrays.copyOf(der, der.length + 1);
    assertThat(refusal(Base64.getEncoder().encodeToString(longer)))
        .hasMessageContaining("more bytes");
  }
}
