package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.webhook.Overlap;
import dev.ostiary.webhook.WebhookKey;
import dev.ostiary.webhook.WebhookKeys;
import dev.ostiary.wire.webhooks.ListWebhookKeysRequest;
import dev.ostiary.wire.webhooks.RotateWebhookKeyRequest;
import dev.ostiary.wire.webhooks.WebhookKeyServiceGrpc.WebhookKeyServiceImplBase;
import dev.ostiary.wire.webhooks.WebhookKeysResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;

/// `ostiary.v1.webhooks.WebhookKeyService`.
final class WebhookKeyGrpc extends WebhookKeyServiceImplBase {
  private final WebhookKeys keys;

  WebhookKeyGrpc(WebhookKeys keys) {
    this.keys = keys;
  }

  @Override
  public void listWebhookKeys(
      ListWebhookKeysRequest request, StreamObserver<WebhookKeysResponse> observer) {
    send(observer, wire(keys.signing(environment())));
  }

  @Override
  public void rotateWebhookKey(
      RotateWebhookKeyRequest request, StreamObserver<WebhookKeysResponse> observer) {
    Duration overlap =
        request.hasOverlapSeconds()
            ? Duration.ofSeconds(request.getOverlapSeconds().getValue())
            : Overlap.DEFAULT;
    send(observer, wire(keys.rotate(environment(), overlap)));
  }

  private static WebhookKeysResponse wire(List<WebhookKey> keys) {
    WebhookKeysResponse.Builder reply = WebhookKeysResponse.newBuilder();
    for (WebhookKey key : keys) {
      var wire = reply.addKeysBuilder().setKid(key.kid()).setPublicKey(key.publicKey());
      Replies.ifPresent(key.expireTime(), time -> wire.setExpireTime(Replies.timestamp(time)));
    }
    return reply.build();
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }
}
