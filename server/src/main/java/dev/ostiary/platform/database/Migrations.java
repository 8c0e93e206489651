package dev.ostiary.platform.database;

import org.flywaydb.core.Flyway;

/// Brings the schema to the newest version: numbered SQL files, forward only, each applied once,
/// under a lock, so that several nodes may start together.
public final class Migrations {
  private Migrations() {}

  /// Applies what is missing and tells how many files that were.
  public static int apply(Database database) {
    return Flyway.configure()
        .dataSource(database.dataSource())
        .locations("classpath:db")
        .sqlMigrationPrefix("V")
        .table("schema_history")
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
