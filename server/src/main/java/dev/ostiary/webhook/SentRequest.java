package dev.ostiary.webhook;

import dev.ostiary.event.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What one attempt sent, as far as it is kept: its body is the event's, and most of its headers
/// follow from the event and the time.
///
/// @param url empty when nothing was kept, as of attempts that succeeded, test events' apart
/// @param signature the `webhook-signature` header
/// @param ownHeaders the names of the headers that the endpoint's settings add, in lower case;
///   their values may be secrets and are not kept
public record SentRequest(String url, String signature, List<String> ownHeaders) {
  static final SentRequest NOT_KEPT = new SentRequest("", "", List.of());

  /// On test events alone, whose body must look like that of a real one.
  private static final String TEST_HEADER = "ostiary-test";

  private static final String SEPARATOR = ",";

  public SentRequest {
    ownHeaders = List.copyOf(ownHeaders);
  }

  static SentRequest of(EndpointSettings settings, String signature) {
    return new SentRequest(
        settings.url().toString(),
        signature,
        settings.headers().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .sorted()
            .toList());
  }

  /// @param ownHeaders as {@link #joinedHeaders} wrote them
  static SentRequest read(String url, String signature, String ownHeaders) {
    return new SentRequest(
        url, signature, ownHeaders.isEmpty() ? List.of() : List.of(ownHeaders.split(SEPARATOR)));
  }

  /// The names in one text: none has a comma (RFC 9110, section 5.1).
  String joinedHeaders() {
    return String.join(SEPARATOR, ownHeaders);
  }

  /// Whether it is known at all.
  public boolean isKept() {
    return !url.isEmpty();
  }

  /// The headers by which receivers know an event and trust us (Standard Webhooks; wire contract,
  /// section 5.4). The id is that of the event, so it is the same at every attempt.
  ///
  /// @param start of the attempt
  public Map<String, String> headers(Event event, Instant start) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    if (event.isTest()) {
      headers.put(TEST_HEADER, "true");
    }
    headers.put("webhook-id", event.id().toString());
    headers.put("webhook-timestamp", Long.toString(start.getEpochSecond()));
    headers.put("webhook-signature", signature);
    return headers;
  }
}
