package dev.ostiary.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.webhook.SignatureDoctor.Cause;
import dev.ostiary.webhook.SignatureDoctor.Diagnosis;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What happens to webhooks on their way through proxies, frameworks and people, undone one by one
/// to see whether the signature fits then.
final class SuspectedChanges {
  /// How far a timestamp is looked for around the one that came: a few thousand hashes.
  private static final int SEARCHED_SECONDS = 3_600;

  /// The members of our payloads as they are written, for those who sort them.
  private static final List<String> ORDER =
      List.of(
          "spec_version",
          "id",
          "object",
          "environment_id",
          "occurred_at",
          "organization_id",
          "connection_type",
          "provider",
          "type",
          "enabled",
          "status",
          "data");

  private final SignedRequest request;
  private final byte[] key;
  private final String body;

  SuspectedChanges(SignedRequest request, byte[] key) {
    this.request = request;
    this.key = key;
    this.body = new String(request.body(), StandardCharsets.UTF_8);
  }

  /// The first change that explains the signature.
  Optional<Diagnosis> find() {
    List<Supplier<Optional<Diagnosis>>> suspicions =
        List.of(
            this::empty,
            this::lineEnds,
            this::space,
            this::encoding,
            this::reserialized,
            this::id,
            this::timestamp);
    return suspicions.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
  }

  private Optional<Diagnosis> empty() {
    return body.isEmpty()
        ? found(
            Cause.BODY_EMPTY,
            "The body is empty. Something read it before your check did; keep the raw bytes, and"
                + " check before any parser runs.")
        : Optional.empty();
  }

  private Optional<Diagnosis> lineEnds() {
    return fits(body.replace("\r\n", "\n"))
        ? found(
            Cause.BODY_WITH_OTHER_LINE_ENDS,
            "The line ends of the body were changed to those of Windows. Read it as bytes, not as"
                + " lines of text.")
        : Optional.empty();
  }

  private Optional<Diagnosis> space() {
    return fits(body.strip())
        ? found(
            Cause.BODY_WITH_SPACE,
            "There is space or a line break around the body that was not signed. Read the bytes as"
                + " they came, and add nothing.")
        : Optional.empty();
  }

  /// Bytes of UTF-8 that were taken for Latin-1 and written as UTF-8 again; and a byte order mark.
  private Optional<Diagnosis> encoding() {
    String twice = new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return fits(twice) || fits(body.replace("\uFEFF", ""))
        ? found(
            Cause.BODY_IN_OTHER_ENCODING,
            "The body was decoded with another character set and encoded again. Take the bytes;"
                + " where a text is needed, it is UTF-8 without a byte order mark.")
        : Optional.empty();
  }

  /// Our payloads are compact, with everything beyond ASCII escaped: a parser and a printer in
  /// between show in spaces, in the escapes, or in the order of the members.
  private Optional<Diagnosis> reserialized() {
    JsonNode parsed;
    try {
      parsed = Json.parse(body);
    } catch (Json.MalformedJson notJson) {
      return Optional.empty();
    }
    return fits(Json.text(parsed)) || fits(Json.text(ordered(parsed)))
        ? found(
            Cause.BODY_RESERIALIZED,
            "The body was parsed as JSON and printed again, which changes spaces, escapes or the"
                + " order. Check the signature over the raw bytes, before any JSON parser sees"
                + " them (in Express: express.raw; in Spring: byte[]).")
        : Optional.empty();
  }

  private static JsonNode ordered(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode ordered = Json.object();
    ORDER.stream()
        .filter(object::has)
        .forEach(name -> ordered.set(name, ordered(object.get(name))));
    object
        .properties()
        .forEach(member -> ordered.putIfAbsent(member.getKey(), ordered(member.getValue())));
    return ordered;
  }

  /// The id stands in the payload too.
  private Optional<Diagnosis> id() {
    try {
      String inside = Json.parse(body).path("id").asText();
      return !inside.isEmpty() && request.withId(inside).fits(key)
          ? found(
              Cause.ID_CHANGED,
              "webhook-id is \""
                  + request.id()
                  + "\", but \""
                  + inside
                  + "\" was signed. Something on the way put its own id there.")
          : Optional.empty();
    } catch (Json.MalformedJson notJson) {
      return Optional.empty();
    }
  }

  /// Milliseconds in place of seconds, or somebody's own clock.
  private Optional<Diagnosis> timestamp() {
    for (long back = -SEARCHED_SECONDS; back <= SEARCHED_SECONDS; back++) {
      if (back != 0 && request.withTimestamp(request.timestamp() + back).fits(key)) {
        return found(
            Cause.TIMESTAMP_CHANGED,
            "webhook-timestamp is "
                + request.timestamp()
                + ", but "
                + (request.timestamp() + back)
                + " was signed: "
                + Math.abs(back)
                + " s away. Use the header as it came, and not your own clock.");
      }
    }
    return request.withTimestamp(request.timestamp() / 1000).fits(key)
        ? found(
            Cause.TIMESTAMP_CHANGED,
            "webhook-timestamp was turned into milliseconds. It is in seconds, and signed so.")
        : Optional.empty();
  }

  private boolean fits(String otherBody) {
    return request.withBody(otherBody.getBytes(StandardCharsets.UTF_8)).fits(key);
  }

  private static Optional<Diagnosis> found(Cause cause, String explanation) {
    return Optional.of(new Diagnosis(cause, explanation));
  }
}
