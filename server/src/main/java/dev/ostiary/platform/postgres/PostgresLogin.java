package dev.ostiary.platform.postgres;

import dev.ostiary.platform.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/// The way into a server of ours. The user owns its database and is no superuser, since a superuser
/// may run programs.
record PostgresLogin(int port, Secret password) {
  static final String USER = "ostiary";
  static final String DATABASE = "ostiary";

  /// A server on the same machine answers in milliseconds, or it hangs.
  private static final int ANSWER_SECONDS = 5;

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /// Tries to get in; the reason when that fails.
  Optional<String> refusal() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(jdbcUrl());
    source.setUser(USER);
    source.setPassword(password.reveal());
    source.setConnectTimeout(ANSWER_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    try (Connection connection = source.getConnection()) {
      return connection.isValid(ANSWER_SECONDS)
          ? Optional.empty()
          : Optional.of("the connection was lost");
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
