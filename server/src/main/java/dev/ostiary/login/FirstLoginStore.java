package dev.ostiary.login;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;

/// The SQL of first sign-ins.
final class FirstLoginStore {
  private static final String MARK =
      """
      insert into first_login (environment_id, connection_id, create_time)
      values (:environment, :connection, :now)
      on conflict do nothing
      """;

  /// @return whether it is the first; of several at a time one is
  boolean mark(Tx tx, EnvironmentId environment, ConnectionId connection, Instant now) {
    return tx.sql(MARK)
            .bind("environment", environment)
            .bind("connection", connection)
            .bind("now", now)
            .run()
        == 1;
  }
}
