package dev.ostiary.api;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// The SQL of idempotency keys.
final class IdempotencyStore {
  /// More than one new row brings, so the expired ones die out; few enough not to be felt.
  private static final int SWEPT = 20;

  private static final String LOCK = "select pg_try_advisory_xact_lock(:lock) as locked";

  private static final String FIND =
      """
      select request, answer from idempotency_key
      where environment_id = :environment and id = :id and create_time > :since
      """;

  private static final String KEEP =
      """
      insert into idempotency_key as k (environment_id, id, request, answer, create_time)
      values (:environment, :id, :request, :answer, :now)
      on conflict (environment_id, id) do update
      set request = excluded.request, answer = excluded.answer, create_time = excluded.create_time
      where k.create_time <= :since
      """;

  private static final String SWEEP =
      """
      delete from idempotency_key
      where ctid = any(array(
        select ctid from idempotency_key where create_time <= :since
        order by create_time limit :limit
        for update skip locked))
      """;

  private final Sealer sealer;

  IdempotencyStore(Sealer sealer) {
    this.sealer = sealer;
  }

  /// What a call with this key did before.
  ///
  /// @param request the SHA-256 of the method and the request
  /// @param answer the message it was answered with
  record Kept(byte[] request, byte[] answer) {}

  /// Holds the key until `tx` ends.
  ///
  /// @return false when somebody else holds it
  boolean lock(Tx tx, byte[] id) {
    return tx.sql(LOCK).bind("lock", ByteBuffer.wrap(id).getLong()).one(row -> row.flag("locked"));
  }

  Optional<Kept> find(Tx tx, EnvironmentId environment, byte[] id, Instant since) {
    return tx.sql(FIND)
        .bind("environment", environment)
        .bind("id", id)
        .bind("since", since)
        .find(row ->
            new Kept(
                row.bytes("request"),
                Base64.getDecoder()
                    .decode(sealer.open(place(environment, id), row.bytes("answer")).reveal())));
  }

  void keep(Tx tx, EnvironmentId environment, byte[] id, Kept kept, Instant now, Instant since) {
    String answer = Base64.getEncoder().encodeToString(kept.answer());
    tx.sql(KEEP)
        .bind("environment", environment)
        .bind("id", id)
        .bind("request", kept.request())
        .bind("answer", sealer.seal(place(environment, id), new Secret(answer)))
        .bind("now", now)
        .bind("since", since)
        .run();
    tx.sql(SWEEP).bind("since", since).bind("limit", SWEPT).run();
  }

  private static String place(EnvironmentId environment, byte[] id) {
    return "idempotency_key/" + environment + "/" + HexFormat.of().formatHex(id);
  }
}
