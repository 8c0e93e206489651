package dev.ostiary.platform.database;

import java.sql.SQLException;
import java.util.Set;

/// The database is away, refuses us, or has no room: nobody's request is wrong, and the same call
/// may go through later.
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// SQLSTATE classes: connection, insufficient resources (disk full), operator intervention, and
  /// internal errors of the server's files (PostgreSQL, appendix A).
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

  DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /// Tells a broken world from a bug of ours.
  static RuntimeException orBug(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && isOutage(sql)) {
        return new DatabaseUnavailable("the database does not answer as it should", e);
      }
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private static boolean isOutage(SQLException e) {
    String state = e.getSQLState();
    return e instanceof java.sql.SQLTransientConnectionException
        || (state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
  }
}
