package dev.ostiary.login;

import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.LoginId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Remembers attempts while the browser is away. An attempt is one row: any node finishes it, also
/// after a restart; the browser it began in finishes it, and no other; and it is finished once.
public final class LoginAttempts {
  /// Time to find a password, a phone and a second factor.
  static final Duration LIFE = Duration.ofMinutes(10);

  /// How long a record is kept: long enough for whoever is asked about last month's trouble.
  static final Duration KEPT = Duration.ofDays(30);

  /// A refusal without a client or a connection is of use to whoever stands before it; strangers
  /// can make many.
  static final Duration REFUSAL_KEPT = Duration.ofDays(1);

  private final Database database;
  private final IdSource ids;
  private final InstantSource clock;
  private final RandomText random;
  private final LoginStore store = new LoginStore();

  LoginAttempts(Database database, IdSource ids, InstantSource clock, RandomText random) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
  }

  Steps steps() {
    return new Steps(clock);
  }

  LoginId nextId() {
    return new LoginId(ids.next());
  }

  /// What is to bind a new attempt to its browser.
  Handshake handshake() {
    return new Handshake(nextId(), random.token());
  }

  Instant now() {
    return clock.instant();
  }

  /// Remembers an attempt whose browser is sent to the identity provider.
  void begin(Login login, Handshake handshake) {
    database.run(
        tx -> store.insert(tx, login, handshake.browserHash(), login.createTime().plus(KEPT)));
  }

  /// Keeps the record of an attempt that ended as soon as it had begun.
  void keep(Login login) {
    database.run(tx -> keep(tx, login));
  }

  void keep(Tx tx, Login login) {
    boolean known = login.client() != null || login.target() != null;
    store.insert(tx, login, null, login.createTime().plus(known ? KEPT : REFUSAL_KEPT));
  }

  /// Keeps a refusal that nobody but the person can be told of, to be read by its id.
  LoginId refuse(EnvironmentId environment, LoginRefusal refusal) {
    Instant now = clock.instant();
    LoginId id = nextId();
    keep(
        new Login(
            environment,
            id,
            Purpose.APP,
            LoginStatus.FAILURE,
            null,
            null,
            null,
            null,
            List.of(new LoginStep(now, "refused", refusal.facts())),
            null,
            new Login.Failure(refusal.error(), refusal.description()),
            now,
            now));
    return id;
  }

  /// Takes the attempt of this browser up again, once. Empty when it is {@link #gone}.
  Asked<Optional<Login>> consume(Tx tx, EnvironmentId environment, Handshake handshake) {
    return store.consume(tx, environment, handshake, clock.instant());
  }

  /// Why an attempt cannot be taken up: it was finished before, or took too long.
  LoginRefusal gone(EnvironmentId environment, Handshake handshake) {
    Optional<Login> login = database.ask(tx -> store.find(tx, environment, handshake));
    boolean late = login.filter(found -> !clock.instant().isBefore(found.expireTime())).isPresent();
    return late
        ? new LoginRefusal(
            LoginError.invalid_request,
            "This sign-in took longer than " + LIFE.toMinutes() + " minutes. Start it again.")
        : new LoginRefusal(
            LoginError.invalid_request,
            "This sign-in is finished already. To sign in once more, start at the app.");
  }

  /// Looks at the attempt of this browser without taking it up.
  Optional<Login> find(EnvironmentId environment, Handshake handshake) {
    return database.ask(tx -> store.find(tx, environment, handshake));
  }

  /// Stores how an attempt ended, as part of `tx`.
  void finish(Tx tx, Login login) {
    store.finish(tx, login);
  }
}
