package dev.ostiary.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A field that two configurations of a connection do not have in common, for people to read.
///
/// @param field the contract's name, without what it stands in
/// @param before empty where there is nothing; certificates by their fingerprints, secrets masked
/// @param after the same of the other one
public record Difference(String field, String before, String after) {
  /// Enough to tell a certificate from others at a glance.
  private static final int SHORT_FINGERPRINT = 16;

  private static final String SECRET = "client_secret";

  static List<Difference> between(Configuration before, Configuration after) {
    Map<String, String> one = fields(before);
    Map<String, String> other = fields(after);
    TreeSet<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      Difference difference =
          new Difference(name, one.getOrDefault(name, ""), other.getOrDefault(name, ""));
      if (!difference.before.equals(difference.after)) {
        differences.add(difference);
      }
    }
    boolean maskedAlike = differences.stream().noneMatch(d -> d.field.equals(SECRET));
    if (maskedAlike && !Objects.equals(secret(before), secret(after))) {
      differences.add(new Difference(SECRET, "the old one", "the new one"));
    }
    return differences;
  }

  private static Map<String, String> fields(Configuration configuration) {
    ObjectNode json = Json.parseObject(ConfigCodec.write(configuration.settings()));
    Map<String, String> fields = new LinkedHashMap<>();
    json.properties().forEach(member -> fields.put(member.getKey(), text(member.getValue())));
    Secret secret = secret(configuration);
    fields.put(SECRET, secret == null ? "" : secret.masked());
    configuration
        .attributeMapping()
        .forEach((name, theirs) -> fields.put("attribute_mapping." + name, theirs));
    return fields;
  }

  private static @Nullable Secret secret(Configuration configuration) {
    return configuration.settings() instanceof OidcConfig oidc ? oidc.clientSecret() : null;
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    return value.isArray()
        ? value.valueStream().map(Difference::item).collect(Collectors.joining(", "))
        : value.asText();
  }

  private static String item(JsonNode item) {
    String fingerprint = item.path("fingerprint").asText();
    return fingerprint.isEmpty()
        ? item.asText()
        : fingerprint.substring(0, Math.min(SHORT_FINGERPRINT, fingerprint.length()))
            + "… until "
            + item.path("not_after").asText();
  }
}
