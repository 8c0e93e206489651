package dev.ostiary.login;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import java.util.List;

/// The SQL of SAML keys.
final class SpKeyStore {
  /// Nodes that want to make the first key at the same time do so one after the other.
  private static final String LOCK_ENVIRONMENT =
      "select id from environment where id = :environment for no key update";

  private static final String INSERT =
      """
      insert into saml_key (environment_id, version, sealed, certificate)
      values (:environment, :version, :sealed, :certificate)
      """;

  private static final String LIST =
      """
      select version, sealed, certificate from saml_key
      where environment_id = :environment
      order by version desc
      """;

  record SealedKey(int version, byte[] sealed, byte[] certificate) {}

  void lock(Tx tx, EnvironmentId environment) {
    tx.sql(LOCK_ENVIRONMENT).bind("environment", environment).one(row -> row.number("id"));
  }

  void insert(Tx tx, EnvironmentId environment, SealedKey key) {
    tx.sql(INSERT)
        .bind("environment", environment)
        .bind("version", key.version())
        .bind("sealed", key.sealed())
        .bind("certificate", key.certificate())
        .run();
  }

  /// The newest first.
  List<SealedKey> list(Tx tx, EnvironmentId environment) {
    return tx.sql(LIST)
        .bind("environment", environment)
        .list(row ->
            new SealedKey(row.integer("version"), row.bytes("sealed"), row.bytes("certificate")));
  }
}
