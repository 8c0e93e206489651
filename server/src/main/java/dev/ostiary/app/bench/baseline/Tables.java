package dev.ostiary.app.bench.baseline;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.ostiary.platform.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// The database of a baseline: a pool, and the table of attempts that each of them fills.
final class Tables implements AutoCloseable {
  private static final String ATTEMPTS =
      """
      drop table if exists baseline_attempt;
      create table baseline_attempt (
        id bigint generated always as identity primary key,
        event bigint not null,
        status integer not null,
        time timestamptz not null default now()
      );
      """;

  private final HikariDataSource pool;

  /// @param schema what the baseline needs beside the attempts
  Tables(DatabaseConfig config, int connections, String schema) {
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(config.jdbcUrl());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password().reveal());
    hikari.setMaximumPoolSize(connections);
    pool = new HikariDataSource(hikari);
    execute(ATTEMPTS + schema);
  }

  DataSource source() {
    return pool;
  }

  /// Work on a connection of its own.
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  <T> T with(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) {
    with(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(sql);
      }
    });
  }

  static void record(Connection connection, long event, int status) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into baseline_attempt (event, status) values (?, ?)")) {
      insert.setLong(1, event);
      insert.setInt(2, status);
      insert.executeUpdate();
    }
  }

  long recorded() {
    return with(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select count(*) from baseline_attempt")) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  @Override
  public void close() {
    pool.close();
  }
}
