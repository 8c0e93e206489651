package dev.ostiary.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.platform.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a test sign-in that went well has brought, beside what was expected of it (wire contract,
/// section 4.4).
///
/// @param expected what we look for, whether it came or not
/// @param others what came beside, by the provider's names
public record TestReport(List<Line> expected, List<Line> others) {
  private static final List<String> WANTED =
      List.of(AttributeMapping.EMAIL, "given_name", "family_name");

  /// @param name ours; of what nobody expected, the provider's
  /// @param required whether nobody gets in without it
  /// @param source the provider's name under which it came, or should have
  /// @param value empty where nothing came
  public record Line(String name, boolean required, String source, String value) {
    public boolean isThere() {
      return !value.isEmpty();
    }
  }

  public TestReport {
    expected = List.copyOf(expected);
    others = List.copyOf(others);
  }

  /// @param connection in the configuration that was tested
  /// @param test one that went well
  public static TestReport of(Connection connection, Login test) {
    ObjectNode received = Objects.requireNonNullElseGet(test.received(), Json::object);
    AttributeMapping mapping = new AttributeMapping(connection, address -> false);
    Set<String> names = new LinkedHashSet<>(WANTED);
    names.addAll(connection.attributeMapping().keySet());
    Set<String> used = new LinkedHashSet<>();
    List<Line> expected = new ArrayList<>();
    for (String name : names) {
      boolean email = name.equals(AttributeMapping.EMAIL);
      Optional<String> source = mapping.names(name).stream().filter(received::has).findFirst();
      source.ifPresent(used::add);
      String value =
          source
              .map(theirs -> text(received.path(theirs)))
              .orElseGet(() -> email ? Objects.requireNonNullElse(test.email(), "") : "");
      expected.add(
          new Line(
              name,
              email,
              source.orElseGet(
                  () -> email && !value.isEmpty() ? "NameID" : mapping.names(name).getFirst()),
              value));
    }
    List<Line> others =
        received.properties().stream()
            .filter(attribute -> !used.contains(attribute.getKey()))
            .map(attribute ->
                new Line(attribute.getKey(), false, attribute.getKey(), text(attribute.getValue())))
            .toList();
    return new TestReport(expected, others);
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(TestReport::text).collect(Collectors.joining(", "));
    }
    return value.isValueNode() ? value.asText() : Json.text(value);
  }
}
