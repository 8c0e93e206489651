package dev.ostiary.organization;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.PortalLinkId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of the links that operators hand out.
final class SharedLinkStore {
  private static final String INSERT =
      """
      insert into shared_link (environment_id, id, organization_id, hash, expire_time)
      values (:environment, :id, :organization, :hash, :expire_time)
      """;

  private static final String LIST =
      """
      select environment_id, id, organization_id, expire_time from shared_link
      where environment_id = :environment and organization_id = :organization
        and expire_time > :now
      order by id desc
      """;

  private static final String BY_HASH =
      """
      select environment_id, id, organization_id, expire_time from shared_link
      where environment_id = :environment and hash = :hash and expire_time > :now
      """;

  private static final String DELETE =
      """
      delete from shared_link
      where environment_id = :environment and organization_id = :organization and id = :id
      """;

  void insert(Tx tx, SharedLink link, byte[] hash) {
    tx.sql(INSERT)
        .bind("environment", link.environment())
        .bind("id", link.id())
        .bind("organization", link.organization())
        .bind("hash", hash)
        .bind("expire_time", link.expireTime())
        .run();
  }

  List<SharedLink> list(
      Tx tx, EnvironmentId environment, OrganizationId organization, Instant now) {
    return tx.sql(LIST)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("now", now)
        .list(SharedLinkStore::link);
  }

  Optional<SharedLink> find(Tx tx, EnvironmentId environment, byte[] hash, Instant now) {
    return tx.sql(BY_HASH)
        .bind("environment", environment)
        .bind("hash", hash)
        .bind("now", now)
        .find(SharedLinkStore::link);
  }

  int delete(Tx tx, EnvironmentId environment, OrganizationId organization, PortalLinkId id) {
    return tx.sql(DELETE)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("id", id)
        .run();
  }

  private static SharedLink link(Row row) {
    return new SharedLink(
        row.id("id", PortalLinkId::new),
        row.id("environment_id", EnvironmentId::new),
        row.id("organization_id", OrganizationId::new),
        row.instant("expire_time"));
  }
}
