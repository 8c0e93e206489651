package dev.ostiary.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Plain sessions with a server under test.
final class Sessions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Executor SOON = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

  private Sessions() {}

  static Connection open(EmbeddedPostgres postgres) throws SQLException {
    return open(postgres.jdbcUrl(), postgres.user(), postgres.password().reveal());
  }

  static Connection open(String url, String user, String password) throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (var session = open(postgres);
        var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (var session = open(postgres);
        var statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  /// Knocks until the server lets us in again.
  static String askWhenBack(EmbeddedPostgres postgres, String sql) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return ask(postgres, sql);
      } catch (SQLException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        CompletableFuture.runAsync(() -> {}, SOON).join();
      }
    }
  }
}
