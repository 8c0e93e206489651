package dev.ostiary.web.portal;

import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How one identity provider is set up, in the words of its own screens.
///
/// @param key the name of its file
/// @param trouble what people run into there, and how it is mended
public record Guide(
    String key,
    ConnectionProvider provider,
    ConnectionType type,
    String name,
    List<Step> steps,
    List<String> trouble) {

  /// One thing to do there.
  public record Step(String title, List<Line> lines) {}

  /// A line of a step.
  public sealed interface Line {
    /// Something to read.
    record Text(String text) implements Line {}

    /// A field over there, and which of our values goes into it.
    record Value(String field, OurValue value) implements Line {}

    /// An attribute to send, and where it comes from over there.
    record Attribute(String name, String source) implements Line {}
  }

  private static final Pattern VALUE = Pattern.compile("(.+) = \\{([a-z_]+)}");
  private static final Pattern ATTRIBUTE = Pattern.compile("(.+) <- (.+)");
  private static final Pattern HEAD = Pattern.compile("(provider|protocol|name): (.+)");

  /// Reads a guide: three lines of head, then steps that begin with `#`; in a step, a field of
  /// theirs and a value of ours as `FIELD = {value}`, an attribute as `NAME <- SOURCE`, trouble
  /// that people run into as `! TEXT`, and all else is text.
  static Guide parse(String key, String text) {
    String provider = "";
    String protocol = "";
    String name = "";
    List<Step> steps = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    List<String> trouble = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher head = HEAD.matcher(line);
      if (steps.isEmpty() && head.matches()) {
        switch (head.group(1)) {
          case "provider" -> provider = head.group(2);
          case "protocol" -> protocol = head.group(2);
          default -> name = head.group(2);
        }
      } else if (line.startsWith("# ")) {
        lines = new ArrayList<>();
        steps.add(new Step(line.substring(2), lines));
      } else if (line.startsWith("! ")) {
        trouble.add(line.substring(2));
      } else if (!line.isBlank()) {
        lines.add(line(line.strip()));
      }
    }
    return new Guide(
        key,
        ConnectionProvider.valueOf(provider),
        ConnectionType.valueOf(protocol),
        name,
        steps,
        trouble);
  }

  private static Line line(String line) {
    Matcher value = VALUE.matcher(line);
    if (value.matches()) {
      return new Line.Value(value.group(1), OurValue.named(value.group(2)));
    }
    Matcher attribute = ATTRIBUTE.matcher(line);
    return attribute.matches()
        ? new Line.Attribute(attribute.group(1), attribute.group(2))
        : new Line.Text(line);
  }
}
