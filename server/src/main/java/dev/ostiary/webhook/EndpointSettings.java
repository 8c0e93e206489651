package dev.ostiary.webhook;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.Faults;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.outbound.OutboundHeaders;
import dev.ostiary.platform.outbound.OutboundUrl;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the app developer chooses for an endpoint.
///
/// @param eventTypes the types it gets; empty means all that are {@link EventType#isForEverybody}
/// @param timeout for one whole attempt
/// @param asymmetricSignatures whether deliveries are signed with the environment's Ed25519 key too
/// @param headers sent with every request beside ours
/// @param retries what happens after a failure
/// @param pace how much it is sent at a time
public record EndpointSettings(
    OutboundUrl url,
    String name,
    String description,
    Set<String> eventTypes,
    Duration timeout,
    Ordering ordering,
    PayloadFormat format,
    boolean asymmetricSignatures,
    Map<String, String> headers,
    RetrySchedule retries,
    Pace pace) {
  /// Long enough for a receiver that only stores the event, which is what a receiver should do.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);

  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_NAME = 200;
  private static final int MAX_DESCRIPTION = 1_000;
  private static final int MAX_HEADERS = 20;

  /// Headers by which a receiver trusts us, or tells a test from a real event; a custom one must
  /// not be able to pose as them.
  private static final Set<String> RESERVED_HEADERS =
      Set.of("content-type", "content-encoding", "authorization", "cookie", "ostiary-test");

  private static final String RESERVED_PREFIX = "webhook-";

  public EndpointSettings {
    eventTypes = Set.copyOf(eventTypes);
    headers = Map.copyOf(headers);
    new Faults()
        .text("name", name, 1, MAX_NAME)
        .text("description", description, 0, MAX_DESCRIPTION)
        .refuse();
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw Problem.invalid(
          "timeout_seconds",
          "found " + timeout.toSeconds() + ", expected 1 to " + MAX_TIMEOUT.toSeconds());
    }
    eventTypes.forEach(type -> EventType.parse("event_types", type));
    if (headers.size() > MAX_HEADERS) {
      throw Problem.invalid(
          "headers", "found " + headers.size() + " headers, expected at most " + MAX_HEADERS);
    }
    headers.forEach(EndpointSettings::vetHeader);
  }

  /// Every event, with everything as it is unless somebody chooses otherwise.
  public static EndpointSettings defaults(OutboundUrl url, String name) {
    return new EndpointSettings(
        url,
        name,
        "",
        Set.of(),
        DEFAULT_TIMEOUT,
        Ordering.PER_ORGANIZATION,
        PayloadFormat.STANDARD,
        false,
        Map.of(),
        RetrySchedule.DEFAULT,
        Pace.DEFAULT);
  }

  private static void vetHeader(String name, String value) {
    OutboundHeaders.vet("headers", name, value);
    String lower = name.toLowerCase(Locale.ROOT);
    if (RESERVED_HEADERS.contains(lower) || lower.startsWith(RESERVED_PREFIX)) {
      throw Problem.invalid(
          "headers", "found the header " + lower + ", which is reserved; leave it out");
    }
  }

  boolean wants(String eventType) {
    return eventTypes.isEmpty()
        ? EventType.find(eventType).map(EventType::isForEverybody).orElse(false)
        : eventTypes.contains(eventType);
  }

  List<String> sortedEventTypes() {
    return eventTypes.stream().sorted().toList();
  }
}
