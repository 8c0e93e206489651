package dev.ostiary.web.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Schemas in a few words.
final class Types {
  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("minLength", "at least %s characters"),
          Map.entry("maxLength", "at most %s characters"),
          Map.entry("pattern", "matches %s"),
          Map.entry("minimum", "%s or more"),
          Map.entry("maximum", "%s or less"),
          Map.entry("exclusiveMinimum", "more than %s"),
          Map.entry("exclusiveMaximum", "less than %s"),
          Map.entry("minItems", "at least %s items"),
          Map.entry("maxItems", "at most %s items"),
          Map.entry("maxProperties", "at most %s entries"),
          Map.entry("const", "always %s"));

  private final JsonNode document;

  Types(JsonNode document) {
    this.document = document;
  }

  /// What a reference leads to, or the thing itself.
  JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : document.at(reference.substring(1));
  }

  String name(JsonNode schema) {
    JsonNode resolved = resolved(schema);
    String type = resolved.path("type").asText();
    return switch (type) {
      case "array" -> "list of " + name(resolved.path("items"));
      case "object" ->
          resolved.has("additionalProperties") ? "map" : lastWord(schema.path("$ref").asText());
      case "" -> resolved.has("const") ? "string" : "any";
      default ->
          resolved.has("enum")
              ? "enum"
              : resolved.has("format") ? type + " · " + resolved.path("format").asText() : type;
    };
  }

  private static String lastWord(String reference) {
    return reference.isEmpty() ? "object" : reference.substring(reference.lastIndexOf('.') + 1);
  }

  /// What a value must be beyond its type.
  String rules(JsonNode schema) {
    List<String> rules = new ArrayList<>();
    schema
        .properties()
        .forEach(member -> {
          String words = RULES.get(member.getKey());
          if (words != null) {
            rules.add(words.formatted(member.getValue().asText()));
          }
        });
    if (schema.has("enum")) {
      List<String> names = new ArrayList<>();
      schema.path("enum").forEach(name -> names.add(name.asText()));
      rules.add("one of " + String.join(", ", names));
    }
    return String.join("; ", rules);
  }
}
