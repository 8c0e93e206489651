package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
  private static final byte[] BODY =
      "{\"n\":1,\"s\":\"\\u00fc\"}\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void signsTheVectorOfStandardWebhooks() {
    WebhookSecret secret =
        new WebhookSecret(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), null);

    assertThat(
            secret.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void independentLibrariesVerifyItAndNoticeATamperedBody() throws Exception {
    WebhookSecret secret = WebhookSecret.generate(new RandomText(new SecureRandom()));
    long now = Instant.now().getEpochSecond();
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "webhook-id", List.of("evt_1"),
                "webhook-timestamp", List.of(Long.toString(now)),
                "webhook-signature", List.of(secret.sign("evt_1", now, BODY))),
            (name, value) -> true);
    String body = new String(BODY, StandardCharsets.UTF_8);
    String tampered = body.replace('1', '2');

    var standard = new com.standardwebhooks.Webhook(secret.text().reveal());
    standard.verify(body, headers.map());
    assertThatThrownBy(() -> standard.verify(tampered, headers.map()))
        .isInstanceOf(WebhookVerificationException.class);
    var svix = new com.svix.Webhook(secret.text().reveal());
    svix.verify(body, headers);
    assertThatThrownBy(() -> svix.verify(tampered, headers))
        .isInstanceOf(com.svix.exceptions.WebhookVerificationException.class);
  }

  @Test
  void aNewSecretHasOneUnderscoreAndTheStandardAlphabet() {
    for (int i = 0; i < 200; i++) {
      WebhookSecret secret = WebhookSecret.generate(new RandomText(new SecureRandom()));
      assertThat(secret.text().reveal()).matches("whsec_[A-Za-z0-9+/]{32}");
      assertThat(secret.toString()).doesNotContain(secret.text().reveal());
    }
  }

  @Test
  void theOldSecretOfARotationEndsInTime() {
    Instant end = Instant.parse("2026-01-02T03:04:05Z");
    WebhookSecret old = new WebhookSecret(new Secret("whsec_AAAA"), end);

    assertThat(old.validAt(end.minusMillis(1))).isTrue();
    assertThat(old.validAt(end)).isFalse();
  }
}
