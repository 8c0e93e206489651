package dev.ostiary.testing;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// Real databases for tests: one PostgreSQL for all tests of a JVM, one migrated template, and a
/// copy of it for whoever asks. Sessions run in a time zone that nobody expects, so that a
/// forgotten conversion shows.
public final class TestDatabase {
  private static final String TEMPLATE = "ostiary_template";
  private static final int POOL_SIZE = 20;
  private static final AtomicInteger COPIES = new AtomicInteger();
  private static final TestPostgres SERVER = TestPostgres.start();

  static {
    try {
      sql("create database " + TEMPLATE);
      sql("alter database " + TEMPLATE + " set timezone = 'Asia/Kathmandu'");
      try (Database template = Database.open(config(TEMPLATE, 2))) {
        Migrations.apply(template);
      }
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private TestDatabase() {}

  /// A new, migrated database. It is left behind, and goes with the server.
  public static Database fresh() {
    return Database.open(freshConfig());
  }

  /// Where a new, migrated database is, for those who open it themselves or more than once.
  public static DatabaseConfig freshConfig() {
    String name = "test_" + ProcessHandle.current().pid() + "_" + COPIES.incrementAndGet();
    try {
      sql("create database " + name + " template " + TEMPLATE);
      sql("alter database " + name + " set timezone = 'Asia/Kathmandu'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return config(name, POOL_SIZE);
  }

  private static DatabaseConfig config(String name, int poolSize) {
    return new DatabaseConfig(
        SERVER.url(name), SERVER.user(), new Secret(SERVER.password()), poolSize);
  }

  /// A plain connection to a database, for looking at it, or holding locks in it, behind our back.
  public static Connection connect(DatabaseConfig config) throws SQLException {
    return DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password().reveal());
  }

  private static synchronized void sql(String text) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(SERVER.url("postgres"), SERVER.user(), SERVER.password());
        var statement = connection.createStatement()) {
      if (text.equals("create database " + TEMPLATE)) {
        statement.execute("drop database if exists " + TEMPLATE);
      }
      statement.execute(text);
    }
  }
}
