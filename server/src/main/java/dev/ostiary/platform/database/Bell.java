package dev.ostiary.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the other processes on the same database that something is new, by PostgreSQL's NOTIFY. It
/// carries no content and may get lost: whoever listens looks for itself, and looks now and then
/// without being called.
///
/// A notification within a transaction would make commits wait for each other, so it is sent after
/// them, one for all that came together.
public final class Bell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

  private static final String LISTEN = "listen ostiary";
  private static final String NOTIFY = "select pg_notify('ostiary', :node)";

  /// Between two notifications: short beside what a delivery takes, long enough that a busy node
  /// does not keep the others busy with its bell.
  private static final Duration PAUSE = Duration.ofMillis(3);

  /// How often a quiet connection is looked at, to find out whether it still stands.
  private static final Duration CHECK = Duration.ofSeconds(10);

  /// Between tries while the database is away.
  private static final Duration RETRY = Duration.ofMillis(250);

  private final Database database;
  private final String node;
  private final Runnable onRing;
  private final Semaphore pulls = new Semaphore(0);
  private volatile boolean closed;

  private Bell(Database database, int machine, Runnable onRing) {
    this.database = database;
    this.node = Integer.toString(machine);
    this.onRing = onRing;
  }

  /// Hangs up a bell.
  ///
  /// @param machine the machine id of this node, whose own ringing it does not listen to
  /// @param onRing runs when another process rings; it must be quick
  public static Bell hang(Database database, int machine, Executor executor, Runnable onRing) {
    Bell bell = new Bell(database, machine, onRing);
    executor.execute(bell::sendAll);
    executor.execute(bell::listen);
    return bell;
  }

  /// Rings at the other processes; returns at once.
  public void ring() {
    pulls.release();
  }

  private void sendAll() {
    try {
      while (!closed) {
        if (pulls.tryAcquire(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
          pulls.drainPermits();
          send();
          TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    try {
      database.run(tx -> tx.sql(NOTIFY).bind("node", node).one(row -> true));
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("bell not heard; the others look by themselves");
    }
  }

  private void listen() {
    try {
      while (!closed) {
        try (Connection connection = database.dataSource().getConnection()) {
          listenOn(connection);
        } catch (SQLException e) {
          LOG.atDebug().setCause(e).log("not listening");
        }
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listenOn(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LISTEN);
    }
    onRing.run(); // whatever rang before we listened
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (!closed && connection.isValid((int) CHECK.toSeconds())) {
      PGNotification[] rung = postgres.getNotifications((int) CHECK.toMillis());
      for (PGNotification notification : rung == null ? new PGNotification[0] : rung) {
        if (!notification.getParameter().equals(node)) {
          onRing.run();
          break;
        }
      }
    }
  }

  /// Falls silent; its threads end with the executor they run on.
  @Override
  public void close() {
    closed = true;
    pulls.release();
  }
}
