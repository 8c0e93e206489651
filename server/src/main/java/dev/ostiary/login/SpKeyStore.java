package dev.ostiary.login;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;
import java.util.List;

/// The SQL of SAML keys.
final class SpKeyStore {
  /// Nodes that want to make the first key at the same time do so one after the other.
  private static final String LOCK_ENVIRONMENT =
      "select id from environment where id = :environment for no key update";

  private static final String INSERT =
      """
      insert into saml_key (environment_id, version, sealed, certificate, sign_time)
      values (:environment, :version, :sealed, :certificate, :sign_time)
      """;

  private static final String LIST =
      """
      select version, sealed, certificate, sign_time from saml_key
      where environment_id = :environment
      order by version
      """;

  private static final String DELETE_WAITING =
      "delete from saml_key where environment_id = :environment and sign_time > :now";

  private static final String DELETE_BEFORE =
      "delete from saml_key where environment_id = :environment and version < :version";

  /// @param signTime from when it signs
  record SealedKey(int version, byte[] sealed, byte[] certificate, Instant signTime) {}

  void lock(Tx tx, EnvironmentId environment) {
    tx.sql(LOCK_ENVIRONMENT).bind("environment", environment).one(row -> row.number("id"));
  }

  void insert(Tx tx, EnvironmentId environment, SealedKey key) {
    tx.sql(INSERT)
        .bind("environment", environment)
        .bind("version", key.version())
        .bind("sealed", key.sealed())
        .bind("certificate", key.certificate())
        .bind("sign_time", key.signTime())
        .run();
  }

  /// The oldest first.
  List<SealedKey> list(Tx tx, EnvironmentId environment) {
    return tx.sql(LIST)
        .bind("environment", environment)
        .list(row ->
            new SealedKey(
                row.integer("version"),
                row.bytes("sealed"),
                row.bytes("certificate"),
                row.instant("sign_time")));
  }

  /// Deletes what does not sign yet.
  void deleteWaiting(Tx tx, EnvironmentId environment, Instant now) {
    tx.sql(DELETE_WAITING).bind("environment", environment).bind("now", now).run();
  }

  /// Deletes what is older than this version.
  void deleteBefore(Tx tx, EnvironmentId environment, int version) {
    tx.sql(DELETE_BEFORE).bind("environment", environment).bind("version", version).run();
  }
}
