package dev.ostiary.login;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.LoginId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What became of attempts to sign in, for those who look into them: the app's backend, operators,
/// the customer's administrator, and whoever stands before an error page.
public final class LoginRecords {
  /// Between two clearings: what is kept a little longer does no harm.
  public static final Duration TIDY_PAUSE = Duration.ofHours(1);

  /// How long a record of an attempt to sign in is kept.
  public static final Duration KEPT = LoginAttempts.KEPT;

  private static final int DELETE_AT_ONCE = 1_000;

  private final Database database;
  private final InstantSource clock;
  private final LoginStore store = new LoginStore();
  private final LoginRecordStore records = new LoginRecordStore();
  private final UsedAssertionStore usedAssertions = new UsedAssertionStore();

  LoginRecords(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// The records that a filter lets through, newest first. The total counts no further than 10 000.
  public Page<Login> list(EnvironmentId environment, LoginFilter filter, Page.Request request) {
    return database.transact(tx -> records.page(tx, environment, filter, request));
  }

  public Login get(EnvironmentId environment, LoginId id) {
    return database
        .transact(tx -> store.find(tx, environment, id))
        .orElseThrow(() -> Problem.notFound("auth request", id));
  }

  /// The error that a page showed by its id (`err_…`).
  public Login.Failure error(EnvironmentId environment, LoginId id) {
    return database
        .transact(tx -> store.find(tx, environment, id))
        .map(Login::failure)
        .orElseThrow(() -> Problem.notFound("error", id.errorText()));
  }

  /// A test of a connection, by its id (`test_…`).
  public Login test(EnvironmentId environment, ConnectionId connection, LoginId id) {
    return database
        .transact(tx -> store.find(tx, environment, id))
        .filter(login -> login.purpose() == Purpose.TEST)
        .filter(login -> Objects.requireNonNull(login.target()).connection().equals(connection))
        .orElseThrow(() -> Problem.notFound("test request", id.testText()));
  }

  /// The tests of one configuration of a connection, newest first: the latest that people can look
  /// back on.
  ///
  /// @param revision of the configuration
  public List<Login> tests(EnvironmentId environment, ConnectionId connection, long revision) {
    return database.transact(tx -> records.tests(tx, environment, connection, revision));
  }

  /// When somebody last signed in at each of these organizations, tests aside; those at which
  /// nobody has, as far back as records are kept, are left out.
  public Map<OrganizationId, Instant> lastSuccesses(
      EnvironmentId environment, Collection<OrganizationId> organizations) {
    long[] numbers = organizations.stream().mapToLong(OrganizationId::number).toArray();
    return database.transact(tx -> records.lastSuccesses(tx, environment, numbers));
  }

  /// Throws away what has been kept long enough, records and used assertions.
  ///
  /// @return how many records
  public int deleteOld() {
    int all = 0;
    int deleted;
    do {
      deleted = database.transact(tx -> records.deleteOld(tx, clock.instant(), DELETE_AT_ONCE));
      all += deleted;
    } while (deleted == DELETE_AT_ONCE);
    database.run(tx -> usedAssertions.deleteOld(tx, clock.instant()));
    return all;
  }
}
