package dev.ostiary.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.organization.DomainName;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The SQL of connections. Client secrets are sealed on the way in and opened on the way out.
final class ConnectionStore {
  private static final String COLUMNS =
      """
      c.environment_id, c.id, c.organization_id, c.type, c.provider, c.provider_key, c.key_id,
      c.enabled_time, c.debug_enabled, c.ui_button_title, c.configuration_type,
      c.attribute_mapping, c.config, c.client_secret, c.revision, c.update_time
      """;

  private static final String INSERT =
      """
      insert into connection
        (environment_id, id, organization_id, type, provider, provider_key, key_id, status, enabled,
         enabled_time, debug_enabled, ui_button_title, configuration_type, attribute_mapping, config,
         client_secret, revision, update_time)
      values
        (:environment, :id, :organization, :type, :provider, :provider_key, :key_id, :status,
         :enabled, :enabled_time, :debug_enabled, :ui_button_title, :configuration_type,
         cast(:attribute_mapping as jsonb), cast(:config as jsonb), :client_secret, :revision,
         :update_time)
      """;

  private static final String CONFIGURE =
      """
      update connection
      set type = :type, provider = :provider, provider_key = :provider_key, key_id = :key_id,
          status = :status, enabled = :enabled, enabled_time = :enabled_time,
          debug_enabled = :debug_enabled, ui_button_title = :ui_button_title, configuration_type = :configuration_type,
          attribute_mapping = cast(:attribute_mapping as jsonb), config = cast(:config as jsonb),
          client_secret = :client_secret, revision = :revision, update_time = :update_time
      where environment_id = :environment and organization_id = :organization and id = :id
      """;

  private static final String TOGGLE =
      """
      update connection
      set enabled = :enabled, enabled_time = :enabled_time, update_time = :update_time
      where environment_id = :environment and id = :id
      """;

  private static final String DELETE =
      "delete from connection where environment_id = :environment and id = :id";

  private static final String DELETE_ALL =
      """
      with c as (
        delete from connection
        where environment_id = :environment and organization_id = :organization
        returning *
      )
      select %s from c order by c.id
      """
          .formatted(COLUMNS);

  private static final String BY_ID =
      "select "
          + COLUMNS
          + "from connection c where c.environment_id = :environment and c.id = :id";

  /// One round trip for both. The organization comes first in `of`, as in every other transaction;
  /// the connection must be locked as well, or a waiter would go on with the row as it was before
  /// the wait.
  private static final String LOCK =
      "select "
          + COLUMNS
          + """
          from organization o
          join connection c on c.environment_id = o.environment_id and c.organization_id = o.id
          where o.environment_id = :environment and o.id = :organization and c.id = :id
          for no key update of o, c
          """;

  private static final String BY_ORGANIZATION =
      "select "
          + COLUMNS
          + """
          from connection c
          where c.environment_id = :environment and c.organization_id = :organization
            and (c.enabled or :all)
          order by c.id desc
          """;

  private static final String BY_ORGANIZATIONS =
      "select "
          + COLUMNS
          + """
          from connection c
          where c.environment_id = :environment and c.organization_id = any(:organizations)
          order by c.id desc
          """;

  private static final String BY_DOMAIN =
      "select "
          + COLUMNS
          + """
          from domain d
          join connection c on c.environment_id = d.environment_id
            and c.organization_id = d.organization_id
            and (d.connection_id is null or d.connection_id = c.id)
          where d.environment_id = :environment and d.name = :domain
            and d.type = 'ORGANIZATION_DOMAIN' and d.status = 'VERIFIED'
            and (c.enabled or :all)
          order by c.id desc
          """;

  private static final PageSql PAGE =
      PageSql.of(
          "select "
              + COLUMNS
              + """
              from connection c
              where c.environment_id = :environment and (c.enabled or :all)
              """,
          "c.id");

  private final Sealer sealer;

  ConnectionStore(Sealer sealer) {
    this.sealer = sealer;
  }

  void insert(Tx tx, Connection connection) {
    bind(tx.sql(INSERT), connection).run();
  }

  void configure(Tx tx, Connection connection) {
    bind(tx.sql(CONFIGURE), connection).run();
  }

  void toggle(Tx tx, Connection connection) {
    var _ =
        tx.sql(TOGGLE)
            .bind("environment", connection.environment())
            .bind("id", connection.id())
            .bind("enabled", connection.enabled())
            .bind("enabled_time", connection.enabledTime())
            .bind("update_time", connection.updateTime())
            .runLater();
  }

  void delete(Tx tx, Connection connection) {
    tx.sql(DELETE).bind("environment", connection.environment()).bind("id", connection.id()).run();
  }

  List<Connection> deleteAll(Tx tx, EnvironmentId environment, OrganizationId organization) {
    return tx.sql(DELETE_ALL)
        .bind("environment", environment)
        .bind("organization", organization)
        .list(this::connection);
  }

  Optional<Connection> find(Tx tx, EnvironmentId environment, ConnectionId id) {
    return findLater(tx, environment, id).get();
  }

  Asked<Optional<Connection>> findLater(Tx tx, EnvironmentId environment, ConnectionId id) {
    return tx.sql(BY_ID)
        .bind("environment", environment)
        .bind("id", id)
        .findLater(this::connection);
  }

  /// Locks the organization and the connection, in this order.
  Optional<Connection> lock(
      Tx tx, EnvironmentId environment, OrganizationId organization, ConnectionId id) {
    return tx.sql(LOCK)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("id", id)
        .find(this::connection);
  }

  Asked<List<Connection>> listByOrganization(
      Tx tx, EnvironmentId environment, OrganizationId organization, boolean all) {
    return tx.sql(BY_ORGANIZATION)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("all", all)
        .listLater(this::connection);
  }

  List<Connection> listByOrganizations(Tx tx, EnvironmentId environment, long[] organizations) {
    return tx.sql(BY_ORGANIZATIONS)
        .bind("environment", environment)
        .bindArray("organizations", "bigint", organizations)
        .list(this::connection);
  }

  Asked<List<Connection>> listByDomain(
      Tx tx, EnvironmentId environment, DomainName domain, boolean all) {
    return tx.sql(BY_DOMAIN)
        .bind("environment", environment)
        .bind("domain", domain.text())
        .bind("all", all)
        .listLater(this::connection);
  }

  Page<Connection> page(Tx tx, EnvironmentId environment, boolean all, Page.Request request) {
    return PAGE.read(
        tx,
        request,
        sql -> sql.bind("environment", environment).bind("all", all),
        this::connection,
        connection -> connection.id().number());
  }

  private Sql bind(Sql sql, Connection connection) {
    ObjectNode mapping = Json.object();
    connection.attributeMapping().forEach(mapping::put);
    ConfigurationType configurationType = connection.configurationType();
    return sql.bind("environment", connection.environment())
        .bind("id", connection.id())
        .bind("organization", connection.organization())
        .bind("type", connection.type().name())
        .bind("provider", connection.provider().name())
        .bind("provider_key", connection.providerKey())
        .bind("key_id", connection.keyId())
        .bind("status", connection.status().name())
        .bind("enabled", connection.enabled())
        .bind("enabled_time", connection.enabledTime())
        .bind("debug_enabled", connection.debugEnabled())
        .bind("ui_button_title", connection.uiButtonTitle())
        .bind("configuration_type", configurationType == null ? null : configurationType.name())
        .bind("attribute_mapping", Json.text(mapping))
        .bind("config", ConfigCodec.write(connection.config()))
        .bind("client_secret", sealed(connection))
        .bind("revision", connection.configuration().revision())
        .bind("update_time", connection.updateTime());
  }

  private byte @Nullable [] sealed(Connection connection) {
    return connection.config() instanceof OidcConfig oidc && oidc.clientSecret() != null
        ? sealer.seal(place(connection.id()), oidc.clientSecret())
        : null;
  }

  private @Nullable Secret opened(ConnectionId id, byte @Nullable [] sealed) {
    return sealed == null ? null : sealer.open(place(id), sealed);
  }

  private static String place(ConnectionId id) {
    return "connection/" + id + "/client_secret";
  }

  private Connection connection(Row row) {
    ConnectionId id = row.id("id", ConnectionId::new);
    Map<String, String> mapping = new TreeMap<>();
    Json.parse(row.text("attribute_mapping"))
        .properties()
        .forEach(member -> mapping.put(member.getKey(), member.getValue().asText()));
    String configurationType = row.textOrNull("configuration_type");
    return new Connection(
        id,
        row.id("environment_id", EnvironmentId::new),
        row.id("organization_id", OrganizationId::new),
        ConnectionProvider.valueOf(row.text("provider")),
        row.text("provider_key"),
        row.textOrNull("key_id"),
        row.instantOrNull("enabled_time"),
        row.flag("debug_enabled"),
        row.textOrNull("ui_button_title"),
        new Configuration(
            row.number("revision"),
            configurationType == null ? null : ConfigurationType.valueOf(configurationType),
            mapping,
            ConfigCodec.read(
                ConnectionType.valueOf(row.text("type")),
                row.text("config"),
                opened(id, row.bytesOrNull("client_secret")))),
        row.instant("update_time"));
  }
}
