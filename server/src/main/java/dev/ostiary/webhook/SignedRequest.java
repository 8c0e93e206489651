package dev.ostiary.webhook;

import dev.ostiary.platform.Secret;
import java.util.Base64;
import java.util.List;

/// A request as a receiver saw it, taken apart.
///
/// @param v1 the signatures that a secret makes, each `v1,` and base64
record SignedRequest(String id, long timestamp, List<String> v1, byte[] body) {

  /// Whether a key made one of the signatures.
  boolean fits(byte[] key) {
    WebhookSecret secret =
        new WebhookSecret(
            new Secret(WebhookSecret.PREFIX + Base64.getEncoder().encodeToString(key)), null);
    return v1.contains(secret.sign(id, timestamp, body));
  }

  SignedRequest withId(String newId) {
    return new SignedRequest(newId, timestamp, v1, body);
  }

  SignedRequest withTimestamp(long newTimestamp) {
    return new SignedRequest(id, newTimestamp, v1, body);
  }

  SignedRequest withBody(byte[] newBody) {
    return new SignedRequest(id, timestamp, v1, newBody);
  }
}
