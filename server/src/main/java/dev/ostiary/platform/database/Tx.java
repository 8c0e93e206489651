package dev.ostiary.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// An open transaction. Having one is the proof that what is written through it becomes visible
/// together, when the outermost caller commits, or never.
public final class Tx {
  private final Handle handle;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(Handle handle) {
    this.handle = handle;
  }

  /// Prepares a statement: lower-case SQL with named parameters (`:environment`).
  public Sql sql(String text) {
    return new Sql(handle.createQuery(text));
  }

  /// Inserts many rows at once, at a fraction of what an `insert` costs per row: PostgreSQL logs
  /// them by the page instead of one by one. The tables' constraints hold; there is no `on
  /// conflict`.
  ///
  /// @param text `copy table (column, …) from stdin (format binary)`
  /// @throws DatabaseUnavailable when the database is away
  public void copy(String text, CopyRows rows) {
    byte[] bytes = rows.complete();
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
    int actions = afterCommit.size();
    Connection connection = handle.getConnection();
    try {
      Savepoint start = connection.setSavepoint();
      try {
        T result = work.apply(this);
        connection.releaseSavepoint(start);
        return result;
      } catch (Throwable e) {
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
