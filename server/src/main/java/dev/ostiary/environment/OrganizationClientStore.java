package dev.ostiary.environment;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationClientId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.util.Optional;

/// The SQL of organizations' clients.
final class OrganizationClientStore {
  private static final String COLUMNS =
      """
      environment_id, id, organization_id, name, description, scopes, audience, custom_claims,
      token_seconds, update_time
      """;

  /// Inserts nothing when the organization has gone meanwhile.
  private static final String INSERT =
      """
      insert into organization_client
        (environment_id, id, organization_id, name, description, scopes, audience, custom_claims,
         token_seconds, update_time)
      select :environment, :id, o.id, :name, :description, :scopes, :audience,
         cast(:custom_claims as jsonb), :token_seconds, :update_time
      from organization o
      where o.environment_id = :environment and o.id = :organization
      for key share
      """;

  private static final String UPDATE =
      """
      update organization_client
      set name = :name, description = :description, scopes = :scopes, audience = :audience,
          custom_claims = cast(:custom_claims as jsonb), token_seconds = :token_seconds,
          update_time = :update_time
      where environment_id = :environment and organization_id = :organization and id = :id
      """;

  private static final String DELETE =
      """
      delete from organization_client
      where environment_id = :environment and organization_id = :organization and id = :id
      """;

  private static final String BY_ID =
      "select "
          + COLUMNS
          + "from organization_client where environment_id = :environment and id = :id";

  private static final String LOCK = BY_ID + " for no key update";

  private static final PageSql PAGE =
      PageSql.of(
          "select "
              + COLUMNS
              + """
              from organization_client
              where environment_id = :environment and organization_id = :organization
              """,
          "id");

  boolean insert(Tx tx, OrganizationClient client) {
    return bind(tx.sql(INSERT), client).run() == 1;
  }

  void update(Tx tx, OrganizationClient client) {
    bind(tx.sql(UPDATE), client).run();
  }

  int delete(
      Tx tx, EnvironmentId environment, OrganizationId organization, OrganizationClientId id) {
    return of(tx.sql(DELETE), environment, organization).bind("id", id).run();
  }

  Asked<Optional<OrganizationClient>> findLater(
      Tx tx, EnvironmentId environment, OrganizationClientId id) {
    return one(tx.sql(BY_ID), environment, id);
  }

  Optional<OrganizationClient> lock(Tx tx, EnvironmentId environment, OrganizationClientId id) {
    return one(tx.sql(LOCK), environment, id).get();
  }

  private static Asked<Optional<OrganizationClient>> one(
      Sql sql, EnvironmentId environment, OrganizationClientId id) {
    return sql.bind("environment", environment)
        .bind("id", id)
        .findLater(OrganizationClientStore::client);
  }

  Page<OrganizationClient> page(
      Tx tx, EnvironmentId environment, OrganizationId organization, Page.Request request) {
    return PAGE.read(
        tx,
        request,
        sql -> of(sql, environment, organization),
        OrganizationClientStore::client,
        client -> client.id().number());
  }

  private static Sql of(Sql sql, EnvironmentId environment, OrganizationId organization) {
    return sql.bind("environment", environment).bind("organization", organization);
  }

  private static Sql bind(Sql sql, OrganizationClient client) {
    MachineSettings settings = client.settings();
    return of(sql, client.environment(), client.organization())
        .bind("id", client.id())
        .bind("name", settings.name())
        .bind("description", settings.description())
        .bindArray("scopes", "text", settings.scopes().toArray(String[]::new))
        .bindArray("audience", "text", settings.audience().toArray(String[]::new))
        .bind("custom_claims", ApiClientStore.json(settings.customClaims()))
        .bind("token_seconds", settings.tokenLife().toSeconds())
        .bind("update_time", client.updateTime());
  }

  private static OrganizationClient client(Row row) {
    return new OrganizationClient(
        row.id("id", OrganizationClientId::new),
        row.id("environment_id", EnvironmentId::new),
        row.id("organization_id", OrganizationId::new),
        new MachineSettings(
            row.text("name"),
            row.text("description"),
            row.texts("scopes"),
            row.texts("audience"),
            ApiClientStore.claims(row),
            Duration.ofSeconds(row.integer("token_seconds"))),
        row.instant("update_time"));
  }
}
