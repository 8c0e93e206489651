package dev.ostiary.token;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SigningKeyId;
import java.util.List;

/// The SQL of signing keys.
final class SigningKeyStore {
  /// Nodes that want to make the first key at the same time do so one after the other.
  private static final String LOCK_ENVIRONMENT =
      "select id from environment where id = :environment for no key update";

  private static final String EXISTS =
      "select exists (select 1 from signing_key where environment_id = :environment) as found";

  private static final String INSERT =
      "insert into signing_key (environment_id, id, sealed) values (:environment, :id, :sealed)";

  private static final String ALL =
      "select environment_id, id, sealed from signing_key order by environment_id, id";

  record SealedKey(EnvironmentId environment, SigningKeyId id, byte[] sealed) {}

  /// Locks the environment and tells whether it has a key.
  boolean lockAndLook(Tx tx, EnvironmentId environment) {
    tx.sql(LOCK_ENVIRONMENT).bind("environment", environment).one(row -> row.number("id"));
    return tx.sql(EXISTS).bind("environment", environment).one(row -> row.flag("found"));
  }

  void insert(Tx tx, SealedKey key) {
    tx.sql(INSERT)
        .bind("environment", key.environment())
        .bind("id", key.id())
        .bind("sealed", key.sealed())
        .run();
  }

  List<SealedKey> list(Tx tx) {
    return tx.sql(ALL)
        .list(row ->
            new SealedKey(
                row.id("environment_id", EnvironmentId::new),
                row.id("id", SigningKeyId::new),
                row.bytes("sealed")));
  }
}
