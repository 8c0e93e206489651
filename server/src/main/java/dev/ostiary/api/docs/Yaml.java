package dev.ostiary.api.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.platform.Json;
import java.util.Map;

/// JSON as YAML 1.2, of which JSON is a part: blocks for objects and arrays, and scalars as JSON
/// writes them.
final class Yaml {
  private static final String STEP = "  ";

  private Yaml() {}

  static String text(JsonNode node) {
    StringBuilder text = new StringBuilder();
    block(text, node, "");
    return text.toString();
  }

  private static void block(StringBuilder text, JsonNode node, String indent) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        text.append(indent).append(key(member.getKey())).append(':');
        value(text, member.getValue(), indent);
      }
    } else {
      for (JsonNode item : node) {
        text.append(indent).append('-');
        value(text, item, indent);
      }
    }
  }

  private static void value(StringBuilder text, JsonNode value, String indent) {
    if (value.isContainerNode() && !value.isEmpty()) {
      text.append('\n');
      block(text, value, indent + STEP);
    } else {
      text.append(' ').append(Json.text(value)).append('\n');
    }
  }

  /// Plain where no reader of YAML could take it for something else.
  private static String key(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_.-]*")
            && !name.matches("(?i)y|n|yes|no|on|off|true|false|null")
        ? name
        : Json.text(Json.object().textNode(name));
  }
}
