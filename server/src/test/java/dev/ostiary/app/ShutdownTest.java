package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A server that is told to stop.
class ShutdownTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aRequestUnderWayIsStillAnswered() throws Exception {
    TestServer server = TestServer.start();
    try (Connection operator = connect(server.database())) {
      operator.setAutoCommit(false);
      operator.createStatement().execute("lock table organization in exclusive mode");
      CompletableFuture<String> name =
          CompletableFuture.supplyAsync(() ->
              server
                  .rest()
                  .post("/api/v1/organizations", Json.object().put("display_name", "Last"))
                  .at("/organization/display_name")
                  .asText());
      until(() -> waits(server.database()));

      Thread closing = Thread.ofPlatform().start(server::close);
      until(() -> closing.getState() != Thread.State.RUNNABLE);
      operator.commit();

      assertThat(name.join()).isEqualTo("Last");
      assertThat(closing.join(PATIENCE)).isTrue();
    } finally {
      server.close();
    }
  }

  private static boolean waits(DatabaseConfig database) throws SQLException {
    try (Connection observer = connect(database);
        var found =
            observer
                .createStatement()
                .executeQuery(
                    "select 1 from pg_locks where not granted and database ="
                        + " (select oid from pg_database where datname = current_database())")) {
      return found.next();
    }
  }

  private static Connection connect(DatabaseConfig database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(), database.user(), database.password().reveal());
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for " + PATIENCE).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
