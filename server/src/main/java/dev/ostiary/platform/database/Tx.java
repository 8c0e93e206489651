package dev.ostiary.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// An open transaction. Having one is the proof that what is written through it becomes visible
/// together, when the outermost caller commits, or never.
public final class Tx {
  private final Handle handle;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final List<Statement<?>> waiting = new ArrayList<>();

  Tx(Handle handle) {
    this.handle = handle;
  }

  /// Prepares a statement: lower-case SQL with named parameters (`:environment`).
  public Sql sql(String text) {
    return new Sql(this, text);
  }

  <T> Asked<T> ask(String text, Map<String, Argument> arguments, Statement.Reading<T> reading) {
    Statement<T> statement = new Statement<>(this, text, arguments, reading);
    waiting.add(statement);
    return statement;
  }

  /// Sends what waits, in one round trip.
  void send() {
    if (!waiting.isEmpty()) {
      RoundTrip.make(handle, takeWaiting());
    }
  }

  /// The same with the commit behind it.
  void commit() throws SQLException {
    if (waiting.isEmpty()) {
      handle.getConnection().commit();
    } else {
      RoundTrip.makeTheLast(handle, takeWaiting());
    }
  }

  /// What waits is not to be carried out any more.
  void forget() {
    waiting.clear();
  }

  private List<Statement<?>> takeWaiting() {
    List<Statement<?>> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /// Inserts many rows at once, at a fraction of what an `insert` costs per row: PostgreSQL logs
  /// them by the page instead of one by one. The tables' constraints hold; there is no `on
  /// conflict`.
  ///
  /// @param text `copy table (column, …) from stdin (format binary)`
  /// @throws DatabaseUnavailable when the database is away
  public void copy(String text, CopyRows rows) {
    byte[] bytes = rows.complete();
    send();
    try {
      CopyIn copy = handle.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn(text);
      copy.writeToCopy(bytes, 0, bytes.length);
      copy.endCopy();
    } catch (SQLException e) {
      throw DatabaseUnavailable.orBug(e);
    }
  }

  /// Runs `action` once this transaction is committed, on the same thread; never if it is rolled
  /// back. The action must not throw: the change is made, and its caller must hear so.
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /// Runs a part of this transaction that leaves nothing behind when it throws.
  <T> T part(Function<Tx, T> work) {
    send();
    int actions = afterCommit.size();
    Connection connection = handle.getConnection();
    try {
      Savepoint start = connection.setSavepoint();
      try {
        T result = work.apply(this);
        send();
        connection.releaseSavepoint(start);
        return result;
      } catch (Throwable e) {
        forget();
        afterCommit.subList(actions, afterCommit.size()).clear();
        connection.rollback(start);
        throw e;
      }
    } catch (SQLException e) {
      throw DatabaseUnavailable.orBug(e);
    }
  }

  void runAfterCommit() {
    afterCommit.forEach(Runnable::run);
  }
}
