package dev.ostiary.platform.database;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

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

  /// Runs `action` once this transaction is committed, on the same thread; never if it is rolled
  /// back. The action must not throw: the change is made, and its caller must hear so.
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void runAfterCommit() {
    afterCommit.forEach(Runnable::run);
  }
}
