package dev.ostiary.organization;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.PortalLinkId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of portal links.
final class PortalLinkStore {
  private static final String COLUMNS =
      "environment_id, id, organization_id, features, expire_time";

  private static final String INSERT =
      """
      insert into portal_link (environment_id, id, organization_id, hash, features, expire_time)
      values (:environment, :id, :organization, :hash, :features, :expire_time)
      """;

  private static final String DELETE_ALL =
      """
      delete from portal_link
      where environment_id = :environment and organization_id = :organization
      """;

  private static final String DELETE =
      """
      delete from portal_link
      where environment_id = :environment and organization_id = :organization and id = :id
        and expire_time > :now
      """;

  private static final String VALID =
      """
      select %s from portal_link
      where environment_id = :environment and organization_id = :organization
        and expire_time > :now
      order by id desc
      """
          .formatted(COLUMNS);

  private static final String BY_HASH =
      """
      select %s from portal_link
      where environment_id = :environment and hash = :hash and expire_time > :now
      """
          .formatted(COLUMNS);

  /// Of two that come at once, one finds the row.
  private static final String REDEEM =
      """
      delete from portal_link
      where environment_id = :environment and hash = :hash and expire_time > :now
      returning %s
      """
          .formatted(COLUMNS);

  void insert(Tx tx, PortalLink link, byte[] hash) {
    tx.sql(INSERT)
        .bind("environment", link.environment())
        .bind("id", link.id())
        .bind("organization", link.organization())
        .bind("hash", hash)
        .bindArray("features", "text", link.features().toArray(String[]::new))
        .bind("expire_time", link.expireTime())
        .run();
  }

  void deleteAll(Tx tx, EnvironmentId environment, OrganizationId organization) {
    tx.sql(DELETE_ALL).bind("environment", environment).bind("organization", organization).run();
  }

  int delete(
      Tx tx, EnvironmentId environment, OrganizationId organization, PortalLinkId id, Instant now) {
    return tx.sql(DELETE)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("id", id)
        .bind("now", now)
        .run();
  }

  /// Newest first.
  List<PortalLink> valid(
      Tx tx, EnvironmentId environment, OrganizationId organization, Instant now) {
    return tx.sql(VALID)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("now", now)
        .list(PortalLinkStore::link);
  }

  Optional<PortalLink> find(Tx tx, EnvironmentId environment, byte[] hash, Instant now) {
    return byHash(tx, BY_HASH, environment, hash, now);
  }

  Optional<PortalLink> redeem(Tx tx, EnvironmentId environment, byte[] hash, Instant now) {
    return byHash(tx, REDEEM, environment, hash, now);
  }

  private static Optional<PortalLink> byHash(
      Tx tx, String statement, EnvironmentId environment, byte[] hash, Instant now) {
    return tx.sql(statement)
        .bind("environment", environment)
        .bind("hash", hash)
        .bind("now", now)
        .find(PortalLinkStore::link);
  }

  private static PortalLink link(Row row) {
    return new PortalLink(
        row.id("id", PortalLinkId::new),
        row.id("environment_id", EnvironmentId::new),
        row.id("organization_id", OrganizationId::new),
        row.texts("features"),
        row.instant("expire_time"));
  }
}
