package dev.ostiary.webhook;

import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.Ed25519Key;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A signing key pair of an environment. Receivers get the public half only, so nobody but us can
/// make a signature that it fits (Standard Webhooks, `v1a`).
///
/// @param expireTime until when it signs beside its successor; null for the newest
public record WebhookKey(Ed25519Key pair, @Nullable Instant expireTime) implements WebhookSigner {
  private static final String PUBLIC_PREFIX = "whpk_";

  /// The `v1a` signature: base64 of Ed25519 over `id.timestamp.body`.
  @Override
  public String sign(String id, long timestamp, byte[] body) {
    byte[] signature = pair.sign(WebhookSigner.head(id, timestamp), body);
    return "v1a," + Base64.getEncoder().encodeToString(signature);
  }

  /// The public half as Standard Webhooks writes it: `whpk_` and base64.
  public String publicKey() {
    return PUBLIC_PREFIX + Base64.getEncoder().encodeToString(pair.publicKey());
  }

  /// The public half as the member `x` of a JWK (RFC 8037, section 2).
  public String x() {
    return base64url(pair.publicKey());
  }

  /// What the key is called: its JWK thumbprint (RFC 7638; RFC 8037, appendix A.3).
  public String kid() {
    String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x() + "\"}";
    return base64url(Digests.sha256(jwk.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
