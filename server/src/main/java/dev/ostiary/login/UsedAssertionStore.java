package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.protocol.saml.AcceptedAssertion;
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

  /// @return false when it was used before
  boolean use(Tx tx, Connection connection, AcceptedAssertion assertion) {
    return tx.sql(USE)
            .bind("environment", connection.environment())
            .bind("connection", connection.id())
            .bind("id_hash", Digests.sha256(assertion.id().getBytes(StandardCharsets.UTF_8)))
            .bind("forget_time", assertion.replayUntil())
            .run()
        == 1;
  }

  int deleteOld(Tx tx, Instant now) {
    return tx.sql(DELETE_OLD).bind("now", now).run();
  }
}
