package dev.ostiary.platform.database;

import dev.ostiary.platform.Secret;
import java.time.Duration;

/// Where the database is and how it is used.
///
/// @param jdbcUrl `jdbc:postgresql://host:port/name`, without user and password
/// @param poolSize connections held at the most
public record DatabaseConfig(String jdbcUrl, String user, Secret password, int poolSize) {
  /// A statement of ours takes milliseconds; one that runs this long is stuck and must let go of
  /// its locks.
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  /// A transaction that idles this long belongs to a process that hangs; it would hold back the
  /// log.
  private static final Duration IDLE_TRANSACTION_TIMEOUT = Duration.ofSeconds(30);

  /// How long a caller waits for a free connection before it is told that we are overloaded.
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  public DatabaseConfig {
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "expected a URL that starts with jdbc:postgresql:, found " + jdbcUrl);
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("pool size " + poolSize + ", expected 1 or more");
    }
  }

  Duration connectionTimeout() {
    return CONNECTION_TIMEOUT;
  }

  String sessionOptions() {
    return "-c statement_timeout="
        + STATEMENT_TIMEOUT.toMillis()
        + " -c idle_in_transaction_session_timeout="
        + IDLE_TRANSACTION_TIMEOUT.toMillis();
  }
}
