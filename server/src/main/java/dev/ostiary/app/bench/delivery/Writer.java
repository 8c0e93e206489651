package dev.ostiary.app.bench.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.NewEvent;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Bell;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A node as far as it writes: it appends events of one environment and rings for the other nodes.
final class Writer implements AutoCloseable {
  /// Organizations whose events are appended in turn.
  static final int ORGANIZATIONS = 1_000;

  private static final int OTHER_MACHINE = 2;

  /// Makes the payload about 1 KB long, larger than any of ours.
  private static final String FILLER = "x".repeat(580);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Database database;
  private final EventLog log;
  private final EnvironmentId environment;
  private final Bell bell;

  /// @param onRing runs when another node has appended
  Writer(Database database, EventLog log, EnvironmentId environment, int machine, Runnable onRing) {
    this.database = database;
    this.log = log;
    this.environment = environment;
    this.bell = Bell.hang(database, machine, executor, onRing);
    log.onAppend(bell::ring);
  }

  /// Another node than the one that delivers: what it appends is handed to nobody here, and the one
  /// that delivers hears of it through the database, as from another process.
  static Writer elsewhere(Database database, EnvironmentId environment) {
    EventLog log = new EventLog(database, new LogTail(database));
    return new Writer(database, log, environment, OTHER_MACHINE, () -> {});
  }

  /// Appends an event of the `number`th organization in a transaction of its own.
  ///
  /// @param committed runs right after the commit, before the event is handed on
  Event append(long number, EventId id, Runnable committed) {
    ObjectNode data =
        Json.object()
            .put("id", "conn_94567862424830277")
            .put("connection_type", "OIDC")
            .put("provider", "OKTA")
            .put("enabled", true)
            .put("status", "COMPLETED")
            .put("filler", FILLER);
    NewEvent event =
        new NewEvent(
            environment,
            id,
            new OrganizationId(environment.number() + 1 + number % ORGANIZATIONS),
            EventType.SSO_ENABLED,
            Engine.CLOCK.instant(),
            data,
            Json.object(),
            Cause.system("bench"));
    return database.transact(tx -> {
      tx.afterCommit(committed);
      return log.append(tx, event);
    });
  }

  @Override
  public void close() {
    bell.close();
    executor.close();
  }
}
