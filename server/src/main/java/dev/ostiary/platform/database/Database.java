package dev.ostiary.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;

/// The one PostgreSQL: a pool of connections and the transactions that run on them.
public final class Database implements AutoCloseable {
  private static final ScopedValue<Open> OPEN = ScopedValue.newInstance();

  /// Bound while this thread holds a connection.
  private static final ScopedValue<Boolean> HELD = ScopedValue.newInstance();

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    // Our statements hold no attributes to interpolate; `<` is only ever an operator.
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine((template, context) -> template)
        .setUnusedBindingAllowed(false);
  }

  /// Opens the pool; the first connection is made at once, so a wrong address fails here.
  ///
  /// @throws DatabaseUnavailable when the server cannot be reached or refuses us
  public static Database open(DatabaseConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("database");
    hikari.setJdbcUrl(config.jdbcUrl());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password().reveal());
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setMinimumIdle(Math.min(2, config.poolSize()));
    hikari.setAutoCommit(false);
    hikari.setConnectionTimeout(config.connectionTimeout().toMillis());
    hikari.addDataSourceProperty("ApplicationName", "ostiary");
    hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty("options", config.sessionOptions());
    try {
      return new Database(new HikariDataSource(hikari));
    } catch (RuntimeException e) {
      throw new DatabaseUnavailable("cannot open " + config.jdbcUrl(), e);
    }
  }

  /// The transaction that a caller further up has begun for all of its work on this thread.
  private record Open(Database database, Tx tx) {}

  /// Runs `work` in one transaction: everything it writes is committed together, or, when it
  /// throws, nothing is. What it registered with {@link Tx#afterCommit} runs after the commit, in
  /// order.
  ///
  /// @throws DatabaseUnavailable when the database is away
  public <T> T transact(Function<Tx, T> work) {
    return OPEN.isBound() && OPEN.get().database == this ? OPEN.get().tx.part(work) : begin(work);
  }

  /// Runs statements of which none needs another's answer, in one transaction and one round trip.
  ///
  /// @throws DatabaseUnavailable when the database is away
  public <T> T ask(Function<Tx, Asked<T>> work) {
    return transact(work).get();
  }

  /// Makes one transaction of everything that `work` does on this thread: what it runs with {@link
  /// #transact} is committed with the rest, when `work` returns. Meant for callers that add
  /// something to a change they know nothing about; it holds a connection all the while.
  public <T> T together(Function<Tx, T> work) {
    return begin(tx -> ScopedValue.where(OPEN, new Open(this, tx)).call(() -> work.apply(tx)));
  }

  /// The same on one snapshot: all of `work` sees the database as it was at one instant. A change
  /// of what somebody else has changed since is refused with ABORTED.
  public <T> T snapshot(Function<Tx, T> work) {
    return begin(
        Database::seeOneInstant,
        tx -> ScopedValue.where(OPEN, new Open(this, tx)).call(() -> work.apply(tx)));
  }

  /// PostgreSQL takes this only as the first statement.
  private static void seeOneInstant(Tx tx) {
    tx.sql("set transaction isolation level repeatable read").runLater();
  }

  private <T> T begin(Function<Tx, T> work) {
    return begin(tx -> {}, work);
  }

  /// Makes sure that this thread holds no connection before it waits for somebody outside: a few
  /// who are slow to answer would keep the whole pool from everybody.
  ///
  /// @throws IllegalStateException when it does, which is a fault of ours
  public static void requireNoneHeld() {
    if (HELD.isBound()) {
      throw new IllegalStateException(
          "nobody outside may be waited for in a transaction; ask before it begins");
    }
  }

  private <T> T begin(Consumer<Tx> first, Function<Tx, T> work) {
    return ScopedValue.where(HELD, true).call(() -> transaction(first, work));
  }

  private <T> T transaction(Consumer<Tx> first, Function<Tx, T> work) {
    try (Handle handle = jdbi.open()) {
      Tx tx = new Tx(handle);
      T result;
      try {
        first.accept(tx);
        nameActor(tx);
        result = work.apply(tx);
        tx.commit();
      } catch (Throwable e) {
        tx.forget();
        rollBack(handle, e);
        throw e;
      }
      tx.runAfterCommit();
      return result;
    } catch (SQLException | JdbiException e) {
      throw DatabaseUnavailable.orBug(e);
    }
  }

  /// The same for work that gives nothing back.
  public void run(Consumer<Tx> work) {
    transact(tx -> {
      work.accept(tx);
      return true;
    });
  }

  /// Until the transaction ends; travels with its first statement.
  private static void nameActor(Tx tx) {
    String actor = Actor.setting();
    if (!actor.isEmpty()) {
      tx.sql("select set_config('ostiary.actor', :actor, true)")
          .bind("actor", actor)
          .listLater(row -> actor);
    }
  }

  private static void rollBack(Handle handle, Throwable cause) {
    try {
      handle.getConnection().rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /// For tools of this package that need the bare source of connections, such as the migrations.
  DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
