package dev.ostiary.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The SQL of organizations.
final class OrganizationStore {
  /// Enough that creators on a few nodes seldom meet in one row, few enough to add up at once.
  private static final int COUNT_SHARDS = 16;

  /// The part of an id that differs between ids made in the same moment.
  private static final int ID_SEQUENCE_SHIFT = 16;

  static final String COLUMNS =
      """
      environment_id, id, display_name, region, external_id, slug, logo_url, metadata, features,
      update_time
      """;

  private static final String INSERT =
      """
      with counted as (
        insert into organization_count as c (environment_id, shard, count)
        values (:environment, :shard, 1)
        on conflict (environment_id, shard) do update set count = c.count + 1
      )
      insert into organization
        (environment_id, id, display_name, region, external_id, slug, logo_url, metadata, features,
         update_time)
      values
        (:environment, :id, :display_name, :region, :external_id, :slug, :logo_url,
         cast(:metadata as jsonb), cast(:features as jsonb), :update_time)
      """;

  private static final String UPDATE =
      """
      update organization
      set display_name = :display_name, region = :region, external_id = :external_id, slug = :slug,
          logo_url = :logo_url, metadata = cast(:metadata as jsonb),
          features = cast(:features as jsonb), update_time = :update_time
      where environment_id = :environment and id = :id
      """;

  private static final String DELETE =
      """
      with counted as (
        update organization_count set count = count - 1
        where environment_id = :environment and shard = :shard
      )
      delete from organization where environment_id = :environment and id = :id
      """;

  private static final String BY_ID =
      "select " + COLUMNS + "from organization where environment_id = :environment and id = :id";

  /// Weaker than `for update`, so that a row that merely refers to the organization need not wait.
  private static final String LOCK = BY_ID + " for no key update";

  private static final String BY_EXTERNAL_ID =
      "select "
          + COLUMNS
          + "from organization where environment_id = :environment and external_id = :external_id";

  private static final PageSql PAGE =
      PageSql.of(
          "select "
              + COLUMNS
              + """
              from organization
              where environment_id = :environment
              """,
          "id");

  private static final String COUNT =
      """
      select cast(coalesce(sum(count), 0) as bigint) as count
      from organization_count
      where environment_id = :environment
      """;

  private static final String NAMES =
      """
      select id, display_name from organization
      where environment_id = :environment and id = any(:ids)
      """;

  void insert(Tx tx, Organization organization) {
    bind(tx.sql(INSERT), organization).bind("shard", shard(organization.id())).run();
  }

  void update(Tx tx, Organization organization) {
    bind(tx.sql(UPDATE), organization).run();
  }

  void delete(Tx tx, Organization organization) {
    tx.sql(DELETE)
        .bind("environment", organization.environment())
        .bind("id", organization.id())
        .bind("shard", shard(organization.id()))
        .run();
  }

  Optional<Organization> find(Tx tx, EnvironmentId environment, OrganizationId id) {
    return tx.sql(BY_ID)
        .bind("environment", environment)
        .bind("id", id)
        .find(OrganizationStore::organization);
  }

  Optional<Organization> lock(Tx tx, EnvironmentId environment, OrganizationId id) {
    return tx.sql(LOCK)
        .bind("environment", environment)
        .bind("id", id)
        .find(OrganizationStore::organization);
  }

  Optional<Organization> findByExternalId(Tx tx, EnvironmentId environment, String externalId) {
    return tx.sql(BY_EXTERNAL_ID)
        .bind("environment", environment)
        .bind("external_id", externalId)
        .find(OrganizationStore::organization);
  }

  List<Organization> page(Tx tx, EnvironmentId environment, Page.Request request) {
    return PAGE.of(tx, request)
        .bind("environment", environment)
        .list(OrganizationStore::organization);
  }

  long count(Tx tx, EnvironmentId environment) {
    return tx.sql(COUNT).bind("environment", environment).one(row -> row.number("count"));
  }

  List<Map.Entry<OrganizationId, String>> names(Tx tx, EnvironmentId environment, long[] ids) {
    return tx.sql(NAMES)
        .bind("environment", environment)
        .bindArray("ids", "bigint", ids)
        .list(row -> Map.entry(row.id("id", OrganizationId::new), row.text("display_name")));
  }

  private static long shard(OrganizationId id) {
    return (id.number() >> ID_SEQUENCE_SHIFT) % COUNT_SHARDS;
  }

  private static Sql bind(Sql sql, Organization organization) {
    ObjectNode metadata = Json.object();
    organization.metadata().forEach(metadata::put);
    ObjectNode settings = Json.object();
    ArrayNode features = settings.putArray("features");
    for (Feature feature : organization.features()) {
      features.addObject().put("name", feature.name()).put("enabled", feature.enabled());
    }
    return sql.bind("environment", organization.environment())
        .bind("id", organization.id())
        .bind("display_name", organization.displayName())
        .bind("region", organization.region().name())
        .bind("external_id", organization.externalId())
        .bind("slug", organization.slug())
        .bind("logo_url", organization.logoUrl())
        .bind("metadata", Json.text(metadata))
        .bind("features", Json.text(features))
        .bind("update_time", organization.updateTime());
  }

  static Organization organization(Row row) {
    Map<String, String> metadata = new TreeMap<>();
    Json.parse(row.text("metadata"))
        .properties()
        .forEach(member -> metadata.put(member.getKey(), member.getValue().asText()));
    List<Feature> features = new ArrayList<>();
    for (JsonNode feature : Json.parse(row.text("features"))) {
      features.add(new Feature(feature.path("name").asText(), feature.path("enabled").asBoolean()));
    }
    return new Organization(
        row.id("id", OrganizationId::new),
        row.id("environment_id", EnvironmentId::new),
        row.text("display_name"),
        Region.valueOf(row.text("region")),
        row.textOrNull("external_id"),
        row.textOrNull("slug"),
        row.textOrNull("logo_url"),
        metadata,
        features,
        row.instant("update_time"));
  }
}
