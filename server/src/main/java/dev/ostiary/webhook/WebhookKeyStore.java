package dev.ostiary.webhook;

import dev.ostiary.platform.crypto.Ed25519Key;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;
import java.util.List;

/// The SQL of the keys that sign webhooks.
final class WebhookKeyStore {
  private static final int FIRST_VERSION = 1;

  /// Two that want to replace the newest key do so one after the other.
  private static final String LOCK_ENVIRONMENT =
      "select id from environment where id = :environment for no key update";

  private static final String SIGNING =
      """
      select version, sealed, expire_time from webhook_key
      where environment_id = :environment and (expire_time is null or expire_time > :now)
      order by version desc
      limit :most
      """;

  private static final String INSERT =
      """
      insert into webhook_key (environment_id, version, sealed)
      values (:environment, :version, :sealed)
      on conflict do nothing
      """;

  private static final String NEXT_VERSION =
      """
      select coalesce(max(version), 0) + 1 as version from webhook_key
      where environment_id = :environment
      """;

  private static final String END =
      """
      update webhook_key set expire_time = :expire_time
      where environment_id = :environment and (expire_time is null or expire_time > :expire_time)
      """;

  private static final String TOUCH_ENDPOINTS =
      """
      update webhook_endpoint set revision = revision + 1
      where environment_id = :environment and asymmetric_signatures
      returning id
      """;

  private final Sealer sealer;

  WebhookKeyStore(Sealer sealer) {
    this.sealer = sealer;
  }

  /// The keys that sign now, the newest first.
  List<WebhookKey> signing(Tx tx, EnvironmentId environment, Instant now) {
    return tx.sql(SIGNING)
        .bind("environment", environment)
        .bind("now", now)
        .bind("most", Overlap.MOST_AT_ONCE)
        .list(row ->
            new WebhookKey(
                Ed25519Key.parse(
                    sealer.open(place(environment, row.integer("version")), row.bytes("sealed"))),
                row.instantOrNull("expire_time")));
  }

  /// Adds the environment's first key, unless somebody else just did.
  void addFirst(Tx tx, EnvironmentId environment, Ed25519Key pair) {
    insert(tx, environment, FIRST_VERSION, pair);
  }

  /// Adds a key; those there are end at `expireTime`.
  ///
  /// @return the endpoints that it signs for
  List<EndpointId> replace(Tx tx, EnvironmentId environment, Ed25519Key pair, Instant expireTime) {
    tx.sql(LOCK_ENVIRONMENT).bind("environment", environment).one(row -> row.number("id"));
    int version =
        tx.sql(NEXT_VERSION).bind("environment", environment).one(row -> row.integer("version"));
    tx.sql(END).bind("environment", environment).bind("expire_time", expireTime).run();
    insert(tx, environment, version, pair);
    return tx.sql(TOUCH_ENDPOINTS)
        .bind("environment", environment)
        .list(row -> row.id("id", EndpointId::new));
  }

  private void insert(Tx tx, EnvironmentId environment, int version, Ed25519Key pair) {
    tx.sql(INSERT)
        .bind("environment", environment)
        .bind("version", version)
        .bind("sealed", sealer.seal(place(environment, version), pair.text()))
        .run();
  }

  private static String place(EnvironmentId environment, int version) {
    return "webhook_key/" + environment + "/" + version;
  }
}
