package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import dev.ostiary.platform.outbound.OutboundHeaders;
import dev.ostiary.platform.outbound.OutboundRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An endpoint with the opened secrets and keys that sign for it: all that a delivery needs to
/// know.
///
/// @param revision grows with every change of the endpoint or of what signs for it
record Destination(Endpoint endpoint, long revision, List<WebhookSigner> signers) {
  Destination with(List<WebhookSigner> opened) {
    return new Destination(endpoint, revision, opened);
  }

  /// What one attempt sends beside the body; time and signature are made anew for each.
  SentRequest sent(Event event, byte[] body, Instant now) {
    String id = event.id().toString();
    return SentRequest.of(
        endpoint.settings(),
        String.join(
            " ",
            signers.stream()
                .filter(signer -> signer.validAt(now))
                .map(signer -> signer.sign(id, now.getEpochSecond(), body))
                .toList()));
  }

  /// The request of one attempt.
  OutboundRequest request(Event event, byte[] body, SentRequest sent, Instant now) {
    EndpointSettings settings = endpoint.settings();
    Map<String, String> headers = new HashMap<>(settings.headers());
    headers.putAll(sent.headers(event, now));
    return new OutboundRequest(
        OutboundRequest.Method.POST,
        settings.url(),
        new OutboundHeaders(headers),
        body,
        settings.timeout(),
        Attempt.KEPT_BYTES);
  }
}
