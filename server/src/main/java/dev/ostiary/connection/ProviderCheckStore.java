package dev.ostiary.connection;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;
import java.util.List;

/// The SQL of who looks after which identity provider, and of what was told of certificates.
final class ProviderCheckStore {
  /// A row that another node has moved on meanwhile fails the last condition, and is left to it.
  private static final String CLAIM =
      """
      with due as (
        select c.environment_id, c.id
        from connection c
        left join provider_check p on p.environment_id = c.environment_id and p.connection_id = c.id
        where c.enabled and (c.type = 'SAML' or c.configuration_type = 'DISCOVERY')
          and (p.check_time is null or p.check_time <= :before)
        order by c.environment_id, c.id
        limit :limit
      )
      insert into provider_check (environment_id, connection_id, check_time)
      select environment_id, id, :now from due
      on conflict (environment_id, connection_id) do update set check_time = excluded.check_time
      where provider_check.check_time <= :before
      returning environment_id, connection_id
      """;

  private static final String MARK =
      """
      insert into certificate_notice (environment_id, connection_id, fingerprint, type, create_time)
      values (:environment, :connection, :fingerprint, :type, :now)
      on conflict do nothing
      """;

  /// A connection that is due.
  record Due(EnvironmentId environment, ConnectionId connection) {}

  /// Takes connections that nobody has looked after since `before`.
  List<Due> claim(Tx tx, Instant before, Instant now, int limit) {
    return tx.sql(CLAIM)
        .bind("before", before)
        .bind("now", now)
        .bind("limit", limit)
        .list(row ->
            new Due(
                row.id("environment_id", EnvironmentId::new),
                row.id("connection_id", ConnectionId::new)));
  }

  /// @return whether it is the first time; of several at a time one is
  boolean mark(Tx tx, Connection connection, String fingerprint, EventType type, Instant now) {
    return tx.sql(MARK)
            .bind("environment", connection.environment())
            .bind("connection", connection.id())
            .bind("fingerprint", fingerprint)
            .bind("type", type.name())
            .bind("now", now)
            .run()
        == 1;
  }
}
