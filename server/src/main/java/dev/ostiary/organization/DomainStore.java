package dev.ostiary.organization;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.List;
import java.util.Optional;

/// The SQL of domains.
final class DomainStore {
  private static final String COLUMNS =
      """
      environment_id, id, organization_id, name, type, status, method, connection_id, secret,
      update_time
      """;

  private static final String INSERT =
      """
      insert into domain
        (environment_id, id, organization_id, name, type, status, method, connection_id, secret,
         update_time)
      values
        (:environment, :id, :organization, :name, :type, :status, :method, :connection, :secret,
         :update_time)
      """;

  private static final String SET_STATUS =
      """
      update domain set status = :status, update_time = :update_time
      where environment_id = :environment and id = :id
      """;

  private static final String DELETE =
      "delete from domain where environment_id = :environment and id = :id";

  private static final String BY_ID =
      "select "
          + COLUMNS
          + """
          from domain
          where environment_id = :environment and organization_id = :organization and id = :id
          """;

  private static final String BY_ORGANIZATION =
      "select "
          + COLUMNS
          + """
          from domain
          where environment_id = :environment and organization_id = :organization
          order by id desc
          """;

  private static final String VERIFIED =
      "select "
          + COLUMNS
          + """
          from domain
          where environment_id = :environment and organization_id = any(:organizations)
            and type = 'ORGANIZATION_DOMAIN' and status = 'VERIFIED'
          order by id desc
          """;

  private static final String ROUTING =
      "select "
          + COLUMNS
          + """
          from domain
          where environment_id = :environment and name = :name
            and type = 'ORGANIZATION_DOMAIN' and status = 'VERIFIED'
          """;

  private static final String RELEASE =
      """
      update domain set connection_id = null
      where environment_id = :environment and organization_id = :organization
        and connection_id = :connection
      """;

  private static final String ASSIGN =
      """
      update domain set connection_id = :connection
      where environment_id = :environment and organization_id = :organization and id = any(:ids)
      """;

  void insert(Tx tx, Domain domain) {
    tx.sql(INSERT)
        .bind("environment", domain.environment())
        .bind("id", domain.id())
        .bind("organization", domain.organization())
        .bind("name", domain.name().text())
        .bind("type", domain.type().name())
        .bind("status", domain.verification().status().name())
        .bind("method", domain.verification().method().name())
        .bind("connection", domain.connection())
        .bind("secret", domain.secret())
        .bind("update_time", domain.updateTime())
        .run();
  }

  void setStatus(Tx tx, Domain domain) {
    tx.sql(SET_STATUS)
        .bind("environment", domain.environment())
        .bind("id", domain.id())
        .bind("status", domain.verification().status().name())
        .bind("update_time", domain.updateTime())
        .run();
  }

  void delete(Tx tx, Domain domain) {
    tx.sql(DELETE).bind("environment", domain.environment()).bind("id", domain.id()).run();
  }

  Optional<Domain> find(
      Tx tx, EnvironmentId environment, OrganizationId organization, DomainId id) {
    return of(tx.sql(BY_ID), environment, organization).bind("id", id).find(DomainStore::domain);
  }

  /// Newest first.
  List<Domain> list(Tx tx, EnvironmentId environment, OrganizationId organization) {
    return of(tx.sql(BY_ORGANIZATION), environment, organization).list(DomainStore::domain);
  }

  /// The domains that lead people to these organizations, newest first.
  List<Domain> listVerified(Tx tx, EnvironmentId environment, long[] organizations) {
    return tx.sql(VERIFIED)
        .bind("environment", environment)
        .bindArray("organizations", "bigint", organizations)
        .list(DomainStore::domain);
  }

  /// The domain that leads people with such an address to their organization.
  Optional<Domain> findRouting(Tx tx, EnvironmentId environment, DomainName name) {
    return tx.sql(ROUTING)
        .bind("environment", environment)
        .bind("name", name.text())
        .find(DomainStore::domain);
  }

  void release(
      Tx tx, EnvironmentId environment, OrganizationId organization, ConnectionId connection) {
    of(tx.sql(RELEASE), environment, organization).bind("connection", connection).run();
  }

  int assign(
      Tx tx,
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId connection,
      long[] ids) {
    return of(tx.sql(ASSIGN), environment, organization)
        .bind("connection", connection)
        .bindArray("ids", "bigint", ids)
        .run();
  }

  private static Sql of(Sql sql, EnvironmentId environment, OrganizationId organization) {
    return sql.bind("environment", environment).bind("organization", organization);
  }

  private static Domain domain(Row row) {
    return new Domain(
        row.id("id", DomainId::new),
        row.id("environment_id", EnvironmentId::new),
        row.id("organization_id", OrganizationId::new),
        new DomainName(row.text("name")),
        DomainType.valueOf(row.text("type")),
        new Verification(
            Verification.Status.valueOf(row.text("status")),
            Verification.Method.valueOf(row.text("method"))),
        row.idOrNull("connection_id", ConnectionId::new),
        row.text("secret"),
        row.instant("update_time"));
  }
}
