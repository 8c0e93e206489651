package dev.ostiary.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The payloads of events that are kept in files, one for each type: to change what receivers are
/// sent is to change a file.
public final class Golden {
  private static final Pattern ID = Pattern.compile("\"([a-z]+_)[0-9]+\"");
  private static final Pattern TIME = Pattern.compile("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\"");

  private Golden() {}

  /// Fails unless a real event has the bytes of its file.
  public static void assertPayload(Event event) {
    assertThat(payload(event)).isEqualTo(file(event.type()));
  }

  /// The same where nobody can say which ids and times there will be: in the file the numbers are
  /// zero, and it is always the second of January.
  public static void assertPayloadButIdsAndTimes(Event event) {
    assertPayloadButIdsAndTimes(event.type(), payload(event));
  }

  /// The same, of an event as a receiver got it.
  public static void assertPayloadButIdsAndTimes(String type, String payload) {
    String ids = ID.matcher(payload).replaceAll("\"$10\"");
    assertThat(TIME.matcher(ids).replaceAll("\"2026-01-02T03:04:05Z\"")).isEqualTo(file(type));
  }

  private static String payload(Event event) {
    return new String(event.payload(), StandardCharsets.US_ASCII);
  }

  /// What the file of a type holds.
  public static String file(String type) {
    String name = "/golden/" + type + ".json";
    try (InputStream golden = Golden.class.getResourceAsStream(name)) {
      assertThat(golden).as(name).isNotNull();
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
