package dev.ostiary.webhook;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A signing secret of an endpoint, `whsec_` and the key in base64 (Standard Webhooks).
///
/// @param text the standard base64 alphabet, since the SDKs split the text at `_`
/// @param expireTime until when it signs beside its successor; null for the newest
public record WebhookSecret(Secret text, @Nullable Instant expireTime) implements WebhookSigner {
  static final String PREFIX = "whsec_";

  /// 24 bytes, as the other senders of this scheme use: base64 of it needs no padding.
  private static final int KEY_BYTES = 24;

  static WebhookSecret generate(RandomText random) {
    return new WebhookSecret(new Secret(PREFIX + random.base64(KEY_BYTES).reveal()), null);
  }

  /// The `v1` signature: base64 of HMAC-SHA256 over `id.timestamp.body`.
  @Override
  public String sign(String id, long timestamp, byte[] body) {
    byte[] key = Base64.getDecoder().decode(text.reveal().substring(PREFIX.length()));
    return "v1,"
        + Base64.getEncoder()
            .encodeToString(Digests.hmacSha256(key, WebhookSigner.head(id, timestamp), body));
  }
}
