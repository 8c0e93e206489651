package dev.ostiary.organization;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.List;

/// The SQL of who looks for which domain's record, and since when it has been missing.
final class DomainCheckStore {
  /// A row that another node has moved on meanwhile fails the last condition, and is left to it.
  private static final String CLAIM =
      """
      with due as (
        select d.environment_id, d.organization_id, d.id
        from domain d
        left join domain_check c on c.environment_id = d.environment_id and c.domain_id = d.id
        where d.method = 'DNS' and d.status = :status
          and (c.check_time is null or c.check_time <= :before)
        order by d.environment_id, d.id
        limit :limit
      ), claimed as (
        insert into domain_check (environment_id, domain_id, check_time)
        select environment_id, id, :now from due
        on conflict (environment_id, domain_id) do update set check_time = excluded.check_time
        where domain_check.check_time <= :before
        returning environment_id, domain_id
      )
      select due.environment_id, due.organization_id, due.id
      from due
      join claimed on claimed.environment_id = due.environment_id and claimed.domain_id = due.id
      """;

  private static final String MISSING =
      """
      insert into domain_check (environment_id, domain_id, check_time, missing_since)
      values (:environment, :domain, :now, :now)
      on conflict (environment_id, domain_id) do update
      set missing_since = coalesce(domain_check.missing_since, excluded.missing_since)
      returning missing_since
      """;

  private static final String FOUND =
      """
      update domain_check set missing_since = null
      where environment_id = :environment and domain_id = :domain and missing_since is not null
      """;

  /// A domain that is due.
  record Due(EnvironmentId environment, OrganizationId organization, DomainId domain) {}

  /// Takes domains in this state for whose record nobody has looked since `before`.
  List<Due> claim(Tx tx, Verification.Status status, Instant before, Instant now, int limit) {
    return tx.sql(CLAIM)
        .bind("status", status.name())
        .bind("before", before)
        .bind("now", now)
        .bind("limit", limit)
        .list(row ->
            new Due(
                row.id("environment_id", EnvironmentId::new),
                row.id("organization_id", OrganizationId::new),
                row.id("id", DomainId::new)));
  }

  /// @return since when the record has been missing, at every look
  Instant missing(Tx tx, Domain domain, Instant now) {
    return tx.sql(MISSING)
        .bind("environment", domain.environment())
        .bind("domain", domain.id())
        .bind("now", now)
        .find(row -> row.instant("missing_since"))
        .orElseThrow();
  }

  void found(Tx tx, Domain domain) {
    tx.sql(FOUND).bind("environment", domain.environment()).bind("domain", domain.id()).run();
  }
}
