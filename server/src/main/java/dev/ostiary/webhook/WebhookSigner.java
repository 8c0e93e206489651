package dev.ostiary.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What signs deliveries, in one of the two schemes of Standard Webhooks: the endpoint's secret
/// (`v1`) or the environment's key (`v1a`).
public sealed interface WebhookSigner permits WebhookSecret, WebhookKey {

  /// Until when it signs beside its successor; null for the newest.
  @Nullable Instant expireTime();

  default boolean validAt(Instant now) {
    Instant end = expireTime();
    return end == null || now.isBefore(end);
  }

  /// One entry of the `webhook-signature` header.
  String sign(String id, long timestamp, byte[] body);

  /// What both schemes sign before the body.
  static byte[] head(String id, long timestamp) {
    return (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
  }
}
