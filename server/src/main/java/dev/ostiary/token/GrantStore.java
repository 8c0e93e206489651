package dev.ostiary.token;

import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SessionId;
import dev.ostiary.platform.id.TokenId;
import java.time.Instant;
import java.util.Optional;

/// The SQL of codes and of what they were redeemed for, one row each.
final class GrantStore {
  private static final String INSERT =
      """
      insert into authorization_grant (environment_id, code_hash, client_id, connection_id,
        session_id, redirect_uri, code_challenge, nonce, scopes, identity, create_time, expire_time)
      values (:environment, :code_hash, :client, :connection,
        :session, :redirect_uri, :code_challenge, :nonce, :scopes, cast(:identity as jsonb),
        :create_time, :expire_time)
      """;

  /// Whoever updates the row first redeems the code; the others wait for it and then find no row.
  private static final String REDEEM =
      """
      update authorization_grant
      set redeem_time = :now,
        token_ids = array[:token],
        family_hash = case when 'offline_access' = any (scopes) then :family_hash end,
        refresh_hashes =
          case when 'offline_access' = any (scopes) then array[:refresh_hash] else '{}' end,
        refresh_time = case when 'offline_access' = any (scopes) then :now end,
        expire_time =
          case when 'offline_access' = any (scopes) then :refresh_expiry else :access_expiry end
      where environment_id = :environment and code_hash = :code_hash
        and client_id = :client and redeem_time is null
      returning code_hash, client_id, session_id, redirect_uri, code_challenge, nonce, scopes,
        identity, create_time, redeem_time, expire_time
      """;

  private static final String DELETE =
      """
      delete from authorization_grant
      where environment_id = :environment and code_hash = :code_hash and client_id = :client
      """;

  private static final String LOCK_FAMILY =
      """
      select code_hash, client_id, session_id, redirect_uri, code_challenge, nonce, scopes,
        identity, create_time, redeem_time, expire_time, refresh_time,
        :refresh_hash = any (refresh_hashes) as usable,
        coalesce(used_hash = :refresh_hash, false) as used_last
      from authorization_grant
      where environment_id = :environment and family_hash = :family_hash
      for no key update
      """;

  private static final String ROTATE =
      """
      update authorization_grant
      set refresh_hashes = array[:fresh_hash], used_hash = :used_hash, refresh_time = :now,
        token_ids = array_append(token_ids[cardinality(token_ids) - :kept + 1 :], :token),
        expire_time = :expiry
      where environment_id = :environment and code_hash = :code_hash
      """;

  private static final String REPEAT =
      """
      update authorization_grant
      set refresh_hashes = array_append(refresh_hashes, :fresh_hash),
        token_ids = array_append(token_ids[cardinality(token_ids) - :kept + 1 :], :token)
      where environment_id = :environment and code_hash = :code_hash
      """;

  private static final String BY_TOKEN =
      """
      select code_hash, client_id, session_id, redirect_uri, code_challenge, nonce, scopes,
        identity, create_time, redeem_time, expire_time
      from authorization_grant
      where environment_id = :environment and session_id = :session
        and :token = any (token_ids) and expire_time > :now
      """;

  private static final String DELETE_OF_SESSION =
      "delete from authorization_grant where environment_id = :environment and session_id = :session";

  private static final String DELETE_BY_TOKEN =
      """
      delete from authorization_grant
      where environment_id = :environment and session_id = :session
        and client_id = :client and :token = any (token_ids)
      """;

  private static final String DELETE_FAMILY =
      """
      delete from authorization_grant
      where environment_id = :environment and family_hash = :family_hash and client_id = :client
      """;

  private static final String SWEEP =
      """
      delete from authorization_grant
      where ctid = any (array(
        select ctid from authorization_grant where expire_time < :now limit :limit))
      """;

  /// A row whose code has been presented, as it is after that.
  @SuppressWarnings("ArrayRecordComponent") // a key that is handed back to SQL, never compared
  record Redeemed(
      byte[] codeHash,
      Authorization authorization,
      Instant createTime,
      Instant redeemTime,
      Instant expireTime) {}

  /// What becomes of a code or a refresh token when it is used.
  @SuppressWarnings("ArrayRecordComponent") // hashes on their way to SQL, never compared
  record Renewal(TokenId access, byte[] refreshHash, Instant now, Instant refreshExpiry) {}

  /// A family of refresh tokens, locked.
  ///
  /// @param usable whether the presented one can be used
  /// @param usedLast whether it is the one that was used before the usable ones came to be
  record Family(Redeemed grant, Instant refreshTime, boolean usable, boolean usedLast) {}

  void insert(
      Tx tx,
      EnvironmentId environment,
      byte[] codeHash,
      Authorization authorization,
      Instant createTime,
      Instant expireTime) {
    tx.sql(INSERT)
        .bind("environment", environment)
        .bind("code_hash", codeHash)
        .bind("client", authorization.client())
        .bind("connection", authorization.identity().connection())
        .bind("session", authorization.session())
        .bind("redirect_uri", authorization.redirectUri())
        .bind("code_challenge", authorization.codeChallenge())
        .bind("nonce", authorization.nonce())
        .bindArray("scopes", "text", authorization.scopes().toArray(String[]::new))
        .bind("identity", IdentityCodec.write(authorization.identity()))
        .bind("create_time", createTime)
        .bind("expire_time", expireTime)
        .runLater();
  }

  Asked<Optional<Redeemed>> redeem(
      Tx tx,
      EnvironmentId environment,
      ClientId client,
      byte[] codeHash,
      byte[] familyHash,
      Renewal renewal,
      Instant accessExpiry) {
    return tx.sql(REDEEM)
        .bind("environment", environment)
        .bind("client", client)
        .bind("code_hash", codeHash)
        .bind("family_hash", familyHash)
        .bind("refresh_hash", renewal.refreshHash())
        .bind("token", renewal.access())
        .bind("now", renewal.now())
        .bind("refresh_expiry", renewal.refreshExpiry())
        .bind("access_expiry", accessExpiry)
        .findLater(GrantStore::redeemed);
  }

  Asked<Integer> delete(Tx tx, EnvironmentId environment, ClientId client, byte[] codeHash) {
    return tx.sql(DELETE)
        .bind("environment", environment)
        .bind("code_hash", codeHash)
        .bind("client", client)
        .runLater();
  }

  Optional<Family> lockFamily(
      Tx tx, EnvironmentId environment, byte[] familyHash, byte[] refreshHash) {
    return tx.sql(LOCK_FAMILY)
        .bind("environment", environment)
        .bind("family_hash", familyHash)
        .bind("refresh_hash", refreshHash)
        .find(row ->
            new Family(
                redeemed(row),
                row.instant("refresh_time"),
                row.flag("usable"),
                row.flag("used_last")));
  }

  /// Puts a fresh refresh token in the place of the used one.
  ///
  /// @param kept how many of the access tokens before stay known
  void rotate(
      Tx tx,
      EnvironmentId environment,
      Redeemed grant,
      byte[] usedHash,
      Renewal renewal,
      int kept) {
    tx.sql(ROTATE)
        .bind("environment", environment)
        .bind("code_hash", grant.codeHash())
        .bind("fresh_hash", renewal.refreshHash())
        .bind("used_hash", usedHash)
        .bind("token", renewal.access())
        .bind("kept", kept)
        .bind("now", renewal.now())
        .bind("expiry", renewal.refreshExpiry())
        .run();
  }

  /// Adds a fresh refresh token to those that can be used: the answer before may have been lost.
  void repeat(Tx tx, EnvironmentId environment, Redeemed grant, Renewal renewal, int kept) {
    tx.sql(REPEAT)
        .bind("environment", environment)
        .bind("code_hash", grant.codeHash())
        .bind("fresh_hash", renewal.refreshHash())
        .bind("token", renewal.access())
        .bind("kept", kept)
        .run();
  }

  Optional<Redeemed> findByToken(
      Tx tx, EnvironmentId environment, SessionId session, TokenId token, Instant now) {
    return tx.sql(BY_TOKEN)
        .bind("environment", environment)
        .bind("session", session)
        .bind("token", token)
        .bind("now", now)
        .find(GrantStore::redeemed);
  }

  int deleteOfSession(Tx tx, EnvironmentId environment, SessionId session) {
    return tx.sql(DELETE_OF_SESSION)
        .bind("environment", environment)
        .bind("session", session)
        .run();
  }

  int deleteByToken(
      Tx tx, EnvironmentId environment, ClientId client, SessionId session, TokenId token) {
    return tx.sql(DELETE_BY_TOKEN)
        .bind("environment", environment)
        .bind("session", session)
        .bind("client", client)
        .bind("token", token)
        .run();
  }

  int deleteFamily(Tx tx, EnvironmentId environment, ClientId client, byte[] familyHash) {
    return tx.sql(DELETE_FAMILY)
        .bind("environment", environment)
        .bind("family_hash", familyHash)
        .bind("client", client)
        .run();
  }

  /// Deletes up to `limit` rows of all environments whose time is over.
  int sweep(Tx tx, Instant now, int limit) {
    return tx.sql(SWEEP).bind("now", now).bind("limit", limit).run();
  }

  private static Redeemed redeemed(Row row) {
    return new Redeemed(
        row.bytes("code_hash"),
        new Authorization(
            row.id("client_id", ClientId::new),
            row.text("redirect_uri"),
            row.textOrNull("code_challenge"),
            row.textOrNull("nonce"),
            row.texts("scopes"),
            row.id("session_id", SessionId::new),
            IdentityCodec.read(row.text("identity"))),
        row.instant("create_time"),
        row.instant("redeem_time"),
        row.instant("expire_time"));
  }
}
