package dev.ostiary.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The form in which an identity is stored: one JSON document.
final class IdentityCodec {
  private IdentityCodec() {}

  static String write(Identity identity) {
    ObjectNode json = Json.object();
    json.put("connection_id", identity.connection().toString());
    json.put("organization_id", identity.organization().toString());
    json.put("subject", identity.subject());
    Profile profile = identity.profile();
    json.put("email", profile.email());
    json.put("email_verified", profile.emailVerified());
    profile.claims().forEach(json.putObject("claims")::put);
    profile.groups().forEach(json.putArray("groups")::add);
    ObjectNode attributes = json.putObject("attributes");
    identity.attributes().forEach((name, values) -> values.forEach(attributes.putArray(name)::add));
    Authentication authentication = identity.authentication();
    json.put("auth_time", authentication.time().getEpochSecond());
    json.put("acr", authentication.contextClass());
    authentication.methods().forEach(json.putArray("amr")::add);
    UpstreamSession upstream = identity.upstream();
    if (upstream != null) {
      ObjectNode session = json.putObject("upstream");
      session.put("index", upstream.index());
      upstream.hints().forEach(session.putObject("hints")::put);
    }
    return Json.text(json);
  }

  static Identity read(String text) {
    ObjectNode json = Json.parseObject(text);
    Map<String, List<String>> attributes = new TreeMap<>();
    json.path("attributes").forEachEntry((name, values) -> attributes.put(name, texts(values)));
    return new Identity(
        ConnectionId.parse("connection_id", json.path("connection_id").asText()),
        OrganizationId.parse("organization_id", json.path("organization_id").asText()),
        json.path("subject").asText(),
        new Profile(
            text(json, "email"),
            json.path("email_verified").asBoolean(),
            map(json.path("claims")),
            texts(json.path("groups"))),
        attributes,
        new Authentication(
            Instant.ofEpochSecond(json.path("auth_time").asLong()),
            text(json, "acr"),
            texts(json.path("amr"))),
        json.has("upstream") ? upstream(json.path("upstream")) : null);
  }

  private static UpstreamSession upstream(JsonNode json) {
    return new UpstreamSession(text(json, "index"), map(json.path("hints")));
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).textValue();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  private static Map<String, String> map(JsonNode object) {
    Map<String, String> entries = new TreeMap<>();
    object.forEachEntry((name, value) -> entries.put(name, value.asText()));
    return entries;
  }
}
