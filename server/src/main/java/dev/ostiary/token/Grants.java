package dev.ostiary.token;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.SessionId;
import dev.ostiary.platform.id.TokenId;
import dev.ostiary.protocol.oidc.Pkce;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What clients were authorized to have: a code is redeemed at most once, a refresh token is
/// replaced at each use, and whoever uses one again loses all of it.
final class Grants {
  /// Then the person signs in anew, however busy the app was.
  static final Duration REFRESH_LIFE = Duration.ofDays(30);

  /// An app that was not used for so long is not in use.
  static final Duration REFRESH_IDLE = Duration.ofDays(7);

  /// An answer that got lost is asked for again at once, and within it by a second thread.
  static final Duration GRACE = Duration.ofSeconds(10);

  /// More access tokens than that do not live at the same time, unless a client refreshes without
  /// need; of those the oldest are forgotten, and no longer work at userinfo.
  private static final int KEPT_TOKENS = 20;

  private final Database database;
  private final IdSource ids;
  private final RandomText random;
  private final InstantSource clock;
  private final Standing standing;
  private final GrantStore store = new GrantStore();

  Grants(
      Database database, IdSource ids, RandomText random, InstantSource clock, Standing standing) {
    this.database = database;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
    this.standing = standing;
  }

  /// How the use of a code or a refresh token ends.
  sealed interface Outcome {}

  /// @param refresh null when no offline access was granted
  record Granted(
      Authorization authorization, TokenId access, @Nullable RefreshToken refresh, Instant now)
      implements Outcome {}

  /// It is good for nothing, or not any more.
  record Refused(String description) implements Outcome {}

  /// Redeems a code. Whatever comes of it, the code is used up; a second use takes back what the
  /// first one gave (RFC 6749, section 4.1.2).
  Outcome redeem(ApiClient client, Secret code, String redirectUri, @Nullable String verifier) {
    EnvironmentId environment = client.environment();
    byte[] codeHash = Digests.ofToken(code);
    Instant now = clock.instant();
    TokenId access = new TokenId(ids.next());
    RefreshToken refresh = RefreshToken.first(random);
    var renewal =
        new GrantStore.Renewal(
            access, Digests.ofToken(refresh.turn()), now, refreshExpiry(now, now));
    Optional<GrantStore.Redeemed> found =
        database.ask(tx ->
            store.redeem(
                tx,
                environment,
                client.id(),
                codeHash,
                Digests.ofToken(refresh.family()),
                renewal,
                now.plus(client.settings().policy().accessTokenLife())));
    if (found.isEmpty()) {
      return database.ask(tx -> store.delete(tx, environment, client.id(), codeHash)) == 0
          ? new Refused("the code is unknown, expired, or was made for another client")
          : new Refused("the code was redeemed before; what was given for it is revoked");
    }
    Authorization authorization = found.get().authorization();
    String fault = fault(found.get(), now, redirectUri, verifier);
    if (fault == null && !database.ask(tx -> standing(tx, environment, found.get()))) {
      fault = "the connection by which the person signed in is disabled, or was since";
    }
    if (fault != null) {
      // Until here nobody knows the tokens that the row holds.
      var _ = database.ask(tx -> store.delete(tx, environment, client.id(), codeHash));
      return new Refused(fault);
    }
    return new Granted(authorization, access, authorization.isOffline() ? refresh : null, now);
  }

  private static @Nullable String fault(
      GrantStore.Redeemed grant, Instant now, String redirectUri, @Nullable String verifier) {
    Authorization authorization = grant.authorization();
    if (!now.isBefore(grant.createTime().plus(AuthorizationCodes.LIFE))) {
      return "the code has expired; redeem it within "
          + AuthorizationCodes.LIFE.toSeconds()
          + " s after the redirect";
    }
    if (!redirectUri.equals(authorization.redirectUri())) {
      return "redirect_uri is not the one that the code was sent to";
    }
    String challenge = authorization.codeChallenge();
    if (challenge == null) {
      // Somebody took the challenge out of the request on its way (RFC 9700, section 4.8.2).
      return verifier == null ? null : "the sign-in had no code_challenge, yet a verifier came";
    }
    if (verifier == null) {
      return "code_verifier is missing; the sign-in had a code_challenge";
    }
    return Pkce.matches(challenge, verifier)
        ? null
        : "code_verifier does not belong to the code_challenge of the sign-in";
  }

  /// Uses a refresh token, and gives the next one.
  Outcome refresh(ApiClient client, String text) {
    Optional<RefreshToken> used = RefreshToken.parse(text);
    return used.isEmpty()
        ? new Refused("the refresh token is malformed")
        : database.transact(tx -> refresh(tx, client, used.get()));
  }

  private Outcome refresh(Tx tx, ApiClient client, RefreshToken used) {
    EnvironmentId environment = client.environment();
    Instant now = clock.instant();
    byte[] usedHash = Digests.ofToken(used.turn());
    Optional<GrantStore.Family> found =
        store.lockFamily(tx, environment, Digests.ofToken(used.family()), usedHash);
    if (found.isEmpty() || !found.get().grant().authorization().client().equals(client.id())) {
      return new Refused("the refresh token is unknown, revoked, or was given to another client");
    }
    GrantStore.Family family = found.get();
    GrantStore.Redeemed grant = family.grant();
    boolean again = family.usedLast() && now.isBefore(family.refreshTime().plus(GRACE));
    String fault = null;
    if (!family.usable() && !again) {
      fault = "the refresh token was used before; everything of this sign-in is revoked";
    } else if (!now.isBefore(grant.expireTime())) {
      fault = "the refresh token has expired; let the person sign in again";
    } else if (!stands(tx, environment, grant)) {
      fault = "the connection by which the person signed in is disabled, or was since";
    }
    if (fault != null) {
      store.delete(tx, environment, client.id(), grant.codeHash());
      return new Refused(fault);
    }
    RefreshToken next = used.next(random);
    TokenId access = new TokenId(ids.next());
    var renewal =
        new GrantStore.Renewal(
            access, Digests.ofToken(next.turn()), now, refreshExpiry(grant.redeemTime(), now));
    if (family.usable()) {
      store.rotate(tx, environment, grant, usedHash, renewal, KEPT_TOKENS);
    } else {
      store.repeat(tx, environment, grant, renewal, KEPT_TOKENS);
    }
    return new Granted(grant.authorization(), access, next, now);
  }

  private static Instant refreshExpiry(Instant redeemed, Instant used) {
    Instant absolute = redeemed.plus(REFRESH_LIFE);
    Instant idle = used.plus(REFRESH_IDLE);
    return idle.isBefore(absolute) ? idle : absolute;
  }

  private boolean stands(Tx tx, EnvironmentId environment, GrantStore.Redeemed grant) {
    return standing(tx, environment, grant).get();
  }

  private Asked<Boolean> standing(Tx tx, EnvironmentId environment, GrantStore.Redeemed grant) {
    return standing.stands(
        tx, environment, grant.authorization().identity().connection(), grant.createTime());
  }

  /// What an access token stands for, while it has not been taken back and its connection vouches.
  Optional<Authorization> find(EnvironmentId environment, SessionId session, TokenId token) {
    return database.transact(tx ->
        store
            .findByToken(tx, environment, session, token, clock.instant())
            .filter(grant -> stands(tx, environment, grant))
            .map(GrantStore.Redeemed::authorization));
  }

  /// What a refresh token stands for, and until when; nothing for one that was used.
  Optional<GrantStore.Redeemed> find(EnvironmentId environment, RefreshToken token) {
    return database.transact(tx ->
        store
            .lockFamily(
                tx, environment, Digests.ofToken(token.family()), Digests.ofToken(token.turn()))
            .filter(GrantStore.Family::usable)
            .map(GrantStore.Family::grant)
            .filter(grant -> clock.instant().isBefore(grant.expireTime()))
            .filter(grant -> stands(tx, environment, grant)));
  }

  /// Takes back everything that was given for the code of an access token.
  void revoke(ApiClient client, SessionId session, TokenId token) {
    database.run(tx -> store.deleteByToken(tx, client.environment(), client.id(), session, token));
  }

  /// Takes back everything that was given in the family of a refresh token.
  void revoke(ApiClient client, RefreshToken token) {
    database.run(tx ->
        store.deleteFamily(tx, client.environment(), client.id(), Digests.ofToken(token.family())));
  }
}
