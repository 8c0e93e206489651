package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// The SQL of SAML assertions that were accepted: each once, whoever brings it, on whichever node.
final class UsedAssertionStore {
  private static final String USE =
      """
      insert into used_assertion (environment_id, connection_id, id_hash, forget_time)
      values (:environment, :connection, :id_hash, :forget_time)
      on conflict do nothing
      """;

  private static final String DELETE_OLD = "delete from used_assertion where forget_time < :now";

  /// False when the assertion was used before; true where there is none.
  Asked<Boolean> use(Tx tx, Connection connection, ProviderProfile received) {
    ProviderProfile.Assertion assertion = received.assertion();
    if (assertion == null) {
      return () -> true;
    }
    return tx.sql(USE)
        .bind("environment", connection.environment())
        .bind("connection", connection.id())
        .bind("id_hash", Digests.sha256(assertion.id().getBytes(StandardCharsets.UTF_8)))
        .bind("forget_time", assertion.replayUntil())
        .runLater()
        .map(count -> count == 1);
  }

  int deleteOld(Tx tx, Instant now) {
    return tx.sql(DELETE_OLD).bind("now", now).run();
  }
}
