package dev.ostiary.token;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.SessionId;
import dev.ostiary.protocol.oidc.LogoutToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sessions of browsers: begun by a sign-in, known again by a cookie, ended by a sign-out here
/// or at the identity provider. A session vouches for nothing once its connection is gone.
public final class Sessions {
  /// A working day; then the identity provider is asked again.
  static final Duration LIFE = Duration.ofHours(12);

  /// Where the ID tokens of identity providers are kept. One is a statement about a person that the
  /// provider has signed, and some providers take it for a proof of who asks.
  public static final SealedColumn SEALED =
      new SealedColumn("browser_session", "id_token", "'browser_session/ses_' || id");

  private final Database database;
  private final IdSource ids;
  private final RandomText random;
  private final InstantSource clock;
  private final Sealer sealer;
  private final SessionStore store = new SessionStore();
  private final GrantStore grants = new GrantStore();

  public Sessions(
      Database database, IdSource ids, RandomText random, InstantSource clock, Sealer sealer) {
    this.database = database;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
    this.sealer = sealer;
  }

  /// A new session and the value of its cookie, which cannot be had again.
  public record Begun(Session session, Secret cookie) {}

  /// Begins a session. It never goes on with one that the browser brought along, so that nobody can
  /// plant one beforehand.
  ///
  /// @param idToken of the identity provider, for signing out there; null for none
  public Begun begin(
      Tx tx, EnvironmentId environment, Identity identity, @Nullable Secret idToken) {
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Secret cookie = random.token();
    Session session =
        new Session(environment, new SessionId(ids.next()), identity, now, now.plus(LIFE));
    byte[] sealed = idToken == null ? null : sealer.seal(place(session.id()), idToken);
    store.insert(tx, session, Digests.ofToken(cookie), sealed);
    return new Begun(session, cookie);
  }

  /// The session of a browser, as long as it lasts.
  public Optional<Session> find(EnvironmentId environment, Secret cookie) {
    return database.transact(
        tx -> store.find(tx, environment, Digests.ofToken(cookie), clock.instant()));
  }

  /// The session with this id, as long as it lasts.
  public Optional<Session> find(EnvironmentId environment, SessionId id) {
    return database.transact(tx -> store.find(tx, environment, id, clock.instant()));
  }

  /// Ends a session. What it authorized goes on: an app that asked for offline access keeps it.
  ///
  /// @return the identity provider's ID token, if the session had one
  public Optional<Secret> end(EnvironmentId environment, SessionId id) {
    // Opened after the commit: whatever may be wrong with it, the session has ended.
    return database
        .transact(tx -> store.delete(tx, environment, id))
        .map(sealed -> sealer.open(place(id), sealed));
  }

  private static String place(SessionId id) {
    return "browser_session/" + id;
  }

  /// Ends sessions because the identity provider says that they have ended, and takes back what
  /// they authorized.
  ///
  /// @param subject null for whoever has the session
  /// @param index of the session at the provider; null for all of the subject
  /// @return how many there were
  public int endUpstream(
      EnvironmentId environment,
      ConnectionId connection,
      @Nullable String subject,
      @Nullable String index) {
    if (subject == null && index == null) {
      throw new IllegalArgumentException("neither a subject nor a session");
    }
    return database.transact(tx -> endUpstream(tx, environment, connection, subject, index));
  }

  /// The same for a message of an OpenID provider, which is heeded once: whoever sends it again
  /// must not end a session that was begun since.
  ///
  /// @return whether it had not come before
  public boolean endUpstream(
      EnvironmentId environment, ConnectionId connection, LogoutToken message) {
    byte[] hash = Digests.ofToken(new Secret(message.tokenId()));
    return database.transact(tx -> {
      if (!store.insertMessage(tx, environment, connection, hash, message.expiry())) {
        return false;
      }
      endUpstream(tx, environment, connection, message.subject(), message.session());
      return true;
    });
  }

  private int endUpstream(
      Tx tx,
      EnvironmentId environment,
      ConnectionId connection,
      @Nullable String subject,
      @Nullable String index) {
    var ended = store.deleteUpstream(tx, environment, connection, subject, index);
    ended.forEach(session -> grants.deleteOfSession(tx, environment, session));
    return ended.size();
  }
}
