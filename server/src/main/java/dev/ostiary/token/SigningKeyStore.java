package dev.ostiary.token;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SigningKeyId;
import java.time.Instant;
import java.util.List;

/// The SQL of signing keys.
final class SigningKeyStore {
  /// Nodes that want to make a key at the same time do so one after the other.
  private static final String LOCK_ENVIRONMENT =
      "select id from environment where id = :environment for no key update";

  private static final String INSERT =
      """
      insert into signing_key (environment_id, id, sealed, sign_time)
      values (:environment, :id, :sealed, :sign_time)
      """;

  private static final String ALL =
      "select environment_id, id, sealed, sign_time from signing_key order by environment_id, id";

  private static final String OF_ENVIRONMENT =
      """
      select environment_id, id, sealed, sign_time from signing_key
      where environment_id = :environment
      order by id
      """;

  private static final String DELETE_ALL =
      "delete from signing_key where environment_id = :environment";

  /// @param signTime from when it signs
  @SuppressWarnings("ArrayRecordComponent") // ciphertext on its way to SQL, never compared
  record SealedKey(EnvironmentId environment, SigningKeyId id, byte[] sealed, Instant signTime) {}

  void lock(Tx tx, EnvironmentId environment) {
    tx.sql(LOCK_ENVIRONMENT).bind("environment", environment).one(row -> row.number("id"));
  }

  void insert(Tx tx, SealedKey key) {
    tx.sql(INSERT)
        .bind("environment", key.environment())
        .bind("id", key.id())
        .bind("sealed", key.sealed())
        .bind("sign_time", key.signTime())
        .run();
  }

  List<SealedKey> list(Tx tx) {
    return tx.sql(ALL).list(SigningKeyStore::key);
  }

  List<SealedKey> list(Tx tx, EnvironmentId environment) {
    return tx.sql(OF_ENVIRONMENT).bind("environment", environment).list(SigningKeyStore::key);
  }

  void deleteAll(Tx tx, EnvironmentId environment) {
    tx.sql(DELETE_ALL).bind("environment", environment).run();
  }

  private static SealedKey key(Row row) {
    return new SealedKey(
        row.id("environment_id", EnvironmentId::new),
        row.id("id", SigningKeyId::new),
        row.bytes("sealed"),
        row.instant("sign_time"));
  }
}
