package dev.ostiary.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Secret;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Ed25519KeyTest {
  private static final RandomText RANDOM = new RandomText(new SecureRandom());

  /// RFC 8032, section 7.1, test 2.
  private static final String SEED =
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";

  private static final String PUBLIC =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
  private static final String SIGNATURE =
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

  @Test
  void signsTheVectorOfTheRfc() {
    byte[] both = HexFormat.of().parseHex(SEED + PUBLIC);
    Ed25519Key key = Ed25519Key.parse(new Secret(Base64.getEncoder().encodeToString(both)));

    assertThat(key.sign(new byte[] {0x72})).asHexString().isEqualToIgnoringCase(SIGNATURE);
    assertThat(key.publicKey()).asHexString().isEqualToIgnoringCase(PUBLIC);
  }

  @Test
  void theNativeProviderAndTheJdkMakeTheSameSignature() throws Exception {
    assertThat(Signatures.nativeProvider())
        .as("the native provider of the machine that runs the tests")
        .isPresent();
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(
                new EdECPrivateKeySpec(NamedParameterSpec.ED25519, HexFormat.of().parseHex(SEED)));
    byte[] head = "evt_1.1614265330.".getBytes(US_ASCII);
    byte[] body = "{\"test\": 2432232314}".getBytes(US_ASCII);

    byte[] nativeOne = Signatures.ed25519(Signatures.nativeProvider(), key, head, body);
    byte[] jdk = Signatures.ed25519(Optional.empty(), key, head, body);

    assertThat(nativeOne).isEqualTo(jdk).hasSize(64);
    assertThat(Signatures.ed25519(Optional.empty(), key, body)).isNotEqualTo(jdk);
  }

  @Test
  void aNewKeySurvivesItsTextForm() {
    Ed25519Key key = Ed25519Key.generate(RANDOM);
    Ed25519Key read = Ed25519Key.parse(key.text());

    assertThat(read.publicKey()).isEqualTo(key.publicKey());
    assertThat(read.sign(new byte[] {1})).isEqualTo(key.sign(new byte[] {1}));
    assertThat(Ed25519Key.generate(RANDOM).publicKey()).isNotEqualTo(key.publicKey());
  }

  @Test
  void halfAKeyIsRefused() {
    Secret half = new Secret(Base64.getEncoder().encodeToString(new byte[32]));

    assertThatThrownBy(() -> Ed25519Key.parse(half))
        .hasMessage("expected 64 bytes in base64, found 32");
  }
}
