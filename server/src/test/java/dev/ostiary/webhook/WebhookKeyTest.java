package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Ed25519Key;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.testing.Ed25519Verifier;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// The `v1a` scheme against the published vectors. All of their keys are public.
class WebhookKeyTest {
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIMESTAMP = 1614265330;
  private static final String BODY = "{\"test\": 2432232314}";

  /// The example of the Standard Webhooks text, with the key pair of Svix's tests, where it is
  /// from.
  private static final String PAIR =
      "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";

  private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
  private static final String SIGNATURE =
      "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

  /// Of the Go library of Standard Webhooks, which gives the seed alone.
  private static final String GO_SEED = "VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=";

  private static final String GO_SIGNATURE =
      "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==";

  @Test
  void signsTheVectorOfStandardWebhooks() {
    WebhookKey key = new WebhookKey(Ed25519Key.parse(new Secret(PAIR)), null);

    assertThat(sign(key)).isEqualTo(SIGNATURE);
    assertThat(key.publicKey()).isEqualTo(PUBLIC);
  }

  @Test
  void signsTheVectorOfTheGoLibrary() {
    // The public half plays no part in signing, so any bytes stand in for it.
    byte[] both = Arrays.copyOf(Base64.getDecoder().decode(GO_SEED), 64);
    Secret pair = new Secret(Base64.getEncoder().encodeToString(both));

    assertThat(sign(new WebhookKey(Ed25519Key.parse(pair), null))).isEqualTo(GO_SIGNATURE);
  }

  @Test
  void aReceiverNoticesWhateverIsTamperedWith() {
    WebhookKey key = new WebhookKey(Ed25519Key.generate(new RandomText(new SecureRandom())), null);
    String signature = sign(key);
    Ed25519Verifier receiver = new Ed25519Verifier(key.publicKey());
    String time = Long.toString(TIMESTAMP);

    assertThat(receiver.accepts(ID, time, BODY, signature)).isTrue();
    assertThat(receiver.accepts(ID, time, BODY.replace('3', '4'), signature)).isFalse();
    assertThat(receiver.accepts(ID + "x", time, BODY, signature)).isFalse();
    assertThat(receiver.accepts(ID, Long.toString(TIMESTAMP + 1), BODY, signature)).isFalse();
    assertThat(new Ed25519Verifier(PUBLIC).accepts(ID, time, BODY, signature)).isFalse();
  }

  @Test
  void theKidIsTheThumbprintThatAJoseLibraryComputes() throws Exception {
    WebhookKey key = new WebhookKey(Ed25519Key.parse(new Secret(PAIR)), null);
    OctetKeyPair jwk = new OctetKeyPair.Builder(Curve.Ed25519, new Base64URL(key.x())).build();

    assertThat(key.kid()).isEqualTo(jwk.computeThumbprint().toString());
  }

  private static String sign(WebhookKey key) {
    return key.sign(ID, TIMESTAMP, BODY.getBytes(StandardCharsets.US_ASCII));
  }
}
