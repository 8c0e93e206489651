package dev.ostiary.token;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of browser sessions.
final class SessionStore {
  private static final String INSERT =
      """
      insert into browser_session (environment_id, id, cookie_hash, connection_id, subject,
        upstream_index, identity, create_time, expire_time, id_token)
      values (:environment, :id, :cookie_hash, :connection, :subject,
        :upstream_index, cast(:identity as jsonb), :create_time, :expire_time, :id_token)
      """;

  private static final String BY_COOKIE =
      """
      select environment_id, id, identity, create_time, expire_time
      from browser_session
      where environment_id = :environment and cookie_hash = :cookie_hash and expire_time > :now
      """;

  private static final String BY_ID =
      """
      select environment_id, id, identity, create_time, expire_time
      from browser_session
      where environment_id = :environment and id = :id and expire_time > :now
      """;

  private static final String DELETE =
      """
      delete from browser_session
      where environment_id = :environment and id = :id
      returning id_token
      """;

  private static final String DELETE_UPSTREAM =
      """
      delete from browser_session
      where environment_id = :environment and connection_id = :connection
        and subject = coalesce(:subject, subject)
        and (cast(:index as text) is null or upstream_index = :index)
      returning id
      """;

  private static final String INSERT_MESSAGE =
      """
      insert into logout_message (environment_id, connection_id, token_hash, expire_time)
      values (:environment, :connection, :token_hash, :expire_time)
      on conflict do nothing
      """;

  private static final String SWEEP_MESSAGES =
      """
      delete from logout_message
      where ctid = any (array(
        select ctid from logout_message where expire_time < :now limit :limit))
      """;

  private static final String SWEEP =
      """
      delete from browser_session
      where ctid = any (array(
        select ctid from browser_session where expire_time < :now limit :limit))
      """;

  /// @param idToken sealed; null for none
  void insert(Tx tx, Session session, byte[] cookieHash, byte @Nullable [] idToken) {
    UpstreamSession upstream = session.identity().upstream();
    tx.sql(INSERT)
        .bind("environment", session.environment())
        .bind("id", session.id())
        .bind("cookie_hash", cookieHash)
        .bind("connection", session.identity().connection())
        .bind("subject", session.identity().subject())
        .bind("upstream_index", upstream == null ? null : upstream.index())
        .bind("identity", IdentityCodec.write(session.identity()))
        .bind("create_time", session.createTime())
        .bind("expire_time", session.expireTime())
        .bind("id_token", idToken)
        .runLater();
  }

  Optional<Session> find(Tx tx, EnvironmentId environment, byte[] cookieHash, Instant now) {
    return tx.sql(BY_COOKIE)
        .bind("environment", environment)
        .bind("cookie_hash", cookieHash)
        .bind("now", now)
        .find(SessionStore::session);
  }

  Optional<Session> find(Tx tx, EnvironmentId environment, SessionId id, Instant now) {
    return tx.sql(BY_ID)
        .bind("environment", environment)
        .bind("id", id)
        .bind("now", now)
        .find(SessionStore::session);
  }

  /// @return the sealed ID token of the session, if there was one
  Optional<byte[]> delete(Tx tx, EnvironmentId environment, SessionId id) {
    return tx.sql(DELETE)
        .bind("environment", environment)
        .bind("id", id)
        .find(row -> Optional.ofNullable(row.bytesOrNull("id_token")))
        .flatMap(found -> found);
  }

  List<SessionId> deleteUpstream(
      Tx tx,
      EnvironmentId environment,
      ConnectionId connection,
      @Nullable String subject,
      @Nullable String index) {
    return tx.sql(DELETE_UPSTREAM)
        .bind("environment", environment)
        .bind("connection", connection)
        .bind("subject", subject)
        .bind("index", index)
        .list(row -> row.id("id", SessionId::new));
  }

  /// Keeps a provider's message.
  ///
  /// @return false when it is there already
  boolean insertMessage(
      Tx tx,
      EnvironmentId environment,
      ConnectionId connection,
      byte[] tokenHash,
      Instant expireTime) {
    return tx.sql(INSERT_MESSAGE)
            .bind("environment", environment)
            .bind("connection", connection)
            .bind("token_hash", tokenHash)
            .bind("expire_time", expireTime)
            .run()
        == 1;
  }

  /// Deletes up to `limit` messages of all environments that nobody believes any more.
  int sweepMessages(Tx tx, Instant now, int limit) {
    return tx.sql(SWEEP_MESSAGES).bind("now", now).bind("limit", limit).run();
  }

  /// Deletes up to `limit` sessions of all environments whose time is over.
  int sweep(Tx tx, Instant now, int limit) {
    return tx.sql(SWEEP).bind("now", now).bind("limit", limit).run();
  }

  private static Session session(Row row) {
    return new Session(
        row.id("environment_id", EnvironmentId::new),
        row.id("id", SessionId::new),
        IdentityCodec.read(row.text("identity")),
        row.instant("create_time"),
        row.instant("expire_time"));
  }
}
