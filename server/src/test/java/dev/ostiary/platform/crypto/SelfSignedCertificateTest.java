package dev.ostiary.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfSignedCertificateTest {
  @ParameterizedTest
  @CsvSource({"RSA, 2048, 2029-12-31T23:59:59Z", "EC, 256, 2050-01-01T00:00:00Z"})
  void theJdkReadsWhatWasMadeOfAKey(String algorithm, int bits, Instant end)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    KeyPair keys = generator.generateKeyPair();
    Instant start = Instant.parse("2026-02-03T04:05:06Z");
    BigInteger serial = new BigInteger("f".repeat(39), 16);

    X509Certificate made =
        SelfSignedCertificate.make(keys, "auth.acme.com, \"Öst\"", serial, start, end);

    made.verify(keys.getPublic());
    assertThat(made.getPublicKey()).isEqualTo(keys.getPublic());
    assertThat(made.getSubjectX500Principal()).isEqualTo(made.getIssuerX500Principal());
    assertThat(made.getSubjectX500Principal().getName()).contains("auth.acme.com", "Öst");
    assertThat(made.getSerialNumber()).isEqualTo(serial);
    assertThat(made.getNotBefore()).isEqualTo(start);
    assertThat(made.getNotAfter()).isEqualTo(end);
    assertThat(made.getVersion()).isEqualTo(3);
  }
}
