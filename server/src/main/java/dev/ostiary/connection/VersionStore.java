package dev.ostiary.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The SQL of the configurations beside the one in use. They stand in the connection's own row, so
/// its lock guards them and whoever signs in never reads them.
final class VersionStore {
  static final String DRAFT = "draft";
  static final String FORMER = "former";

  private static final String LOAD =
      """
      select c.id, c.draft, c.draft_secret, c.draft_base, c.former, c.former_secret
      from connection c
      where c.environment_id = :environment and c.id = :id
      """;

  private static final String SAVE =
      """
      update connection
      set draft = cast(:draft as jsonb), draft_secret = :draft_secret, draft_base = :draft_base,
          former = cast(:former as jsonb), former_secret = :former_secret
      where environment_id = :environment and id = :id
      """;

  private final Sealer sealer;

  VersionStore(Sealer sealer) {
    this.sealer = sealer;
  }

  Versions load(Tx tx, Connection live) {
    return tx.sql(LOAD)
        .bind("environment", live.environment())
        .bind("id", live.id())
        .one(row -> versions(row, live));
  }

  void save(Tx tx, Versions versions) {
    Connection live = versions.live();
    Versions.Draft draft = versions.draft();
    Configuration drafted = draft == null ? null : draft.configuration();
    tx.sql(SAVE)
        .bind("environment", live.environment())
        .bind("id", live.id())
        .bind("draft", write(drafted))
        .bind("draft_secret", sealed(live.id(), DRAFT, drafted))
        .bind("draft_base", draft == null ? null : Long.valueOf(draft.base()))
        .bind("former", write(versions.former()))
        .bind("former_secret", sealed(live.id(), FORMER, versions.former()))
        .run();
  }

  private Versions versions(Row row, Connection live) {
    Configuration draft = read(row, DRAFT, live);
    return new Versions(
        live,
        draft == null ? null : new Versions.Draft(draft, row.number("draft_base")),
        read(row, FORMER, live));
  }

  private static @Nullable String write(@Nullable Configuration configuration) {
    if (configuration == null) {
      return null;
    }
    ObjectNode json = Json.object().put("revision", configuration.revision());
    ConfigurationType source = configuration.source();
    json.put("configuration_type", source == null ? null : source.name());
    ObjectNode mapping = json.putObject("attribute_mapping");
    configuration.attributeMapping().forEach(mapping::put);
    json.set("config", Json.parse(ConfigCodec.write(configuration.settings())));
    return Json.text(json);
  }

  private @Nullable Configuration read(Row row, String which, Connection live) {
    String text = row.textOrNull(which);
    if (text == null) {
      return null;
    }
    JsonNode json = Json.parse(text);
    Map<String, String> mapping = new TreeMap<>();
    json.path("attribute_mapping")
        .properties()
        .forEach(member -> mapping.put(member.getKey(), member.getValue().asText()));
    JsonNode source = json.path("configuration_type");
    byte[] sealed = row.bytesOrNull(which + "_secret");
    Secret secret = sealed == null ? null : sealer.open(place(live.id(), which), sealed);
    return new Configuration(
        json.path("revision").asLong(),
        source.isTextual() ? ConfigurationType.valueOf(source.asText()) : null,
        mapping,
        ConfigCodec.read(live.type(), Json.text(json.path("config")), secret));
  }

  private byte @Nullable [] sealed(
      ConnectionId id, String which, @Nullable Configuration configuration) {
    return configuration != null
            && configuration.settings() instanceof OidcConfig oidc
            && oidc.clientSecret() != null
        ? sealer.seal(place(id, which), oidc.clientSecret())
        : null;
  }

  private static String place(ConnectionId id, String which) {
    return "connection/" + id + "/" + which + "_secret";
  }
}
