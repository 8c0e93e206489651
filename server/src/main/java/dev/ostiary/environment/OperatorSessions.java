package dev.ostiary.environment;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.database.UniqueViolation;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OperatorId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Who is signed in to the dashboard: a link, once, or a passkey becomes a session.
public final class OperatorSessions {
  /// How long a session lives without a request (OWASP ASVS 5.0, 7.3.1).
  public static final Duration IDLE = Duration.ofHours(2);

  /// How long it lives at all (7.3.2): a working day.
  public static final Duration ABSOLUTE = Duration.ofHours(12);

  /// So that not every look at a page writes.
  private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final Operators operators;
  private final OperatorStore store;
  private final Sealer sealer;
  private final RandomText random;
  private final InstantSource clock;

  OperatorSessions(
      Database database,
      Operators operators,
      OperatorStore store,
      Sealer sealer,
      RandomText random,
      InstantSource clock) {
    this.database = database;
    this.operators = operators;
    this.store = store;
    this.sealer = sealer;
    this.random = random;
    this.clock = clock;
  }

  /// A session just begun.
  public record Opened(Operator operator, Secret token) {}

  /// A link for an operator to sign in by; goes behind {@link LoginLink#PATH}. It ends every
  /// earlier one.
  public Secret invite(EnvironmentId environment, OperatorId operator) {
    Operator invited = operators.get(environment, operator);
    LoginLink link = LoginLink.of(operator, clock.instant(), LoginLink.INVITATION);
    database.run(tx -> store.endLinks(tx, invited, link.issueTime()));
    return link.seal(sealer, random);
  }

  /// A link for whoever is at the server's own terminal.
  public Secret firstLink() {
    return LoginLink.of(null, clock.instant(), LoginLink.LIFETIME).seal(sealer, random);
  }

  /// Whether a link would let somebody in, as far as can be seen without using it.
  public boolean isGood(EnvironmentId environment, Secret link) {
    Optional<LoginLink> opened = LoginLink.open(sealer, link, clock.instant());
    return opened.isPresent()
        && database.transact(tx ->
            !store.isUsed(tx, Digests.ofToken(link)) && isInTime(tx, environment, opened.get()));
  }

  /// Whether no later link has ended it.
  private boolean isInTime(Tx tx, EnvironmentId environment, LoginLink link) {
    List<Operator> operators = store.list(tx, environment);
    OperatorId wanted = link.operator();
    return operators.stream()
        .filter(operator ->
            wanted == null ? operator.role() == OperatorRole.OWNER : operator.id().equals(wanted))
        .findFirst()
        .map(operator -> store.takesLink(tx, operator, link.issueTime()))
        .orElse(wanted == null);
  }

  /// Uses up a link.
  ///
  /// @param name of the first owner, when there is none yet
  /// @throws Problem UNAUTHENTICATED when the link was used, is too old, was ended by a later one,
  ///   or is not ours
  public Opened open(EnvironmentId environment, Secret link, String name) {
    Instant now = clock.instant();
    LoginLink opened = LoginLink.open(sealer, link, now).orElseThrow(OperatorSessions::unusable);
    try {
      return database.transact(tx -> {
        store.useLink(tx, Digests.ofToken(link), opened.expireTime(), now);
        Operator operator = operator(tx, environment, opened, name);
        if (!store.takesLink(tx, operator, opened.issueTime())) {
          throw unusable();
        }
        store.endLinks(tx, operator, opened.issueTime());
        return begin(tx, operator, now);
      });
    } catch (UniqueViolation e) {
      throw unusable();
    }
  }

  /// A session of somebody who has just shown who they are.
  Opened begin(Tx tx, Operator operator, Instant now) {
    Secret token = random.token();
    store.closeOld(tx, operator.environment(), now.minus(ABSOLUTE));
    store.openSession(tx, operator, Digests.ofToken(token), now);
    return new Opened(operator, token);
  }

  /// Ends all sessions of an operator but the one with this token.
  void closeOthers(Tx tx, Operator operator, Secret token) {
    store.closeOthers(tx, operator, Digests.ofToken(token));
  }

  private Operator operator(Tx tx, EnvironmentId environment, LoginLink link, String name) {
    OperatorId wanted = link.operator();
    if (wanted != null) {
      return store.list(tx, environment).stream()
          .filter(operator -> operator.id().equals(wanted))
          .findFirst()
          .orElseThrow(OperatorSessions::unusable);
    }
    List<Operator> owners = store.lockOwners(tx, environment);
    return owners.isEmpty()
        ? operators.create(tx, environment, name, OperatorRole.OWNER)
        : owners.getFirst();
  }

  private static Problem unusable() {
    return new Problem(
        Problem.Kind.UNAUTHENTICATED,
        "This link was used already, is too old, was followed by a newer one, or is not from this"
            + " server. Make a new one with"
            + " ./ostiary login-link, or ask an owner for one.");
  }

  /// The operator whose session this is, if it still lives.
  public Optional<Operator> find(EnvironmentId environment, Secret token) {
    Instant now = clock.instant();
    byte[] hash = Digests.ofToken(token);
    return database.transact(tx -> {
      Optional<OperatorStore.Session> session =
          store.session(tx, environment, hash).filter(found -> isAlive(found, now));
      session
          .filter(found -> !now.isBefore(found.lastSeenTime().plus(TOUCH_EVERY)))
          .ifPresent(found -> store.touch(tx, environment, hash, now));
      return session.map(OperatorStore.Session::operator);
    });
  }

  private static boolean isAlive(OperatorStore.Session session, Instant now) {
    return now.isBefore(session.lastSeenTime().plus(IDLE))
        && now.isBefore(session.createTime().plus(ABSOLUTE));
  }

  /// Ends a session.
  public void close(EnvironmentId environment, Secret token) {
    database.run(tx -> store.close(tx, environment, Digests.ofToken(token)));
  }
}
