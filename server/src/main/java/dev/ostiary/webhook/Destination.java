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
  /// On test events alone, whose body must look like that of a real one.
  private static final String TEST_HEADER = "ostiary-test";

  Destination with(List<WebhookSigner> opened) {
    return new Destination(endpoint, revision, opened);
  }

  /// The signed request for one attempt (Standard Webhooks; wire contract, section 5.4). The id is
  /// that of the event, so it is the same at every attempt; time and signature are made anew for
  /// each.
  OutboundRequest request(Event event, Instant now) {
    EndpointSettings settings = endpoint.settings();
    byte[] body = settings.format().body(event);
    String id = event.id().toString();
    long timestamp = now.getEpochSecond();
    Map<String, String> headers = new HashMap<>(settings.headers());
    headers.put("content-type", "application/json");
    if (event.isTest()) {
      headers.put(TEST_HEADER, "true");
    }
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestamp));
    headers.put(
        "webhook-signature",
        String.join(
            " ",
            signers.stream()
                .filter(signer -> signer.validAt(now))
                .map(signer -> signer.sign(id, timestamp, body))
                .toList()));
    return new OutboundRequest(
        OutboundRequest.Method.POST,
        settings.url(),
        new OutboundHeaders(headers),
        body,
        settings.timeout(),
        Attempt.KEPT_BYTES);
  }
}
