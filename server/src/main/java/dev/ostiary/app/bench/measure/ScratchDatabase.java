package dev.ostiary.app.bench.measure;

import dev.ostiary.app.command.ScratchFolder;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.Migrations;
import dev.ostiary.platform.postgres.EmbeddedPostgres;
import dev.ostiary.platform.postgres.PostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A database as `up` starts it, durable to the disk, for as long as a measurement runs.
public final class ScratchDatabase implements AutoCloseable {
  /// The default of a server.
  private static final int POOL = 20;

  private final ScratchFolder folder;
  private final EmbeddedPostgres postgres;
  private final Database database;
  private final Thread onInterrupt = new Thread(this::remove);

  /// @param parent where its folder is made; null for the system's choice
  public ScratchDatabase(@Nullable Path parent, Consumer<String> progress) {
    folder = ScratchFolder.in(parent);
    postgres =
        EmbeddedPostgres.start(
            folder.path().resolve("postgres"),
            PostgresOptions.defaults(),
            new RandomText(new SecureRandom()),
            progress);
    database = Database.open(config());
    Migrations.apply(database);
    Runtime.getRuntime().addShutdownHook(onInterrupt);
  }

  /// How anybody else connects to it.
  public DatabaseConfig config() {
    return new DatabaseConfig(postgres.jdbcUrl(), postgres.user(), postgres.password(), POOL);
  }

  /// The same as a server is told it, in `OSTIARY_DATABASE_URL`.
  private String url() {
    String login = postgres.user() + ":" + postgres.password().reveal() + "@";
    return postgres.jdbcUrl().replace("jdbc:postgresql://", "postgresql://" + login);
  }

  /// A server of its own on this database, not launched yet. Its folder is beside the database's,
  /// which it would take for its own otherwise.
  public ServerChild server() {
    try {
      return new ServerChild(
          Files.createDirectory(folder.path().resolve("server")),
          List.of(),
          Map.of("OSTIARY_DATABASE_URL", url()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Database database() {
    return database;
  }

  public ScratchFolder folder() {
    return folder;
  }

  public String version() {
    return postgres.version();
  }

  /// How many bytes of write-ahead log have been written.
  public long walBytes() {
    return database.transact(tx ->
        tx.sql("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint as bytes")
            .one(row -> row.number("bytes")));
  }

  /// What the server's processes have used of the processors, as far as the system tells.
  public Duration cpu() {
    long session =
        database.transact(
            tx -> tx.sql("select pg_backend_pid()::bigint as pid").one(row -> row.number("pid")));
    return ProcessHandle.of(session)
        .flatMap(ProcessHandle::parent)
        .map(server ->
            server
                .children()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus))
        .orElse(Duration.ZERO);
  }

  /// Runs `work` while another transaction, as old as this call, keeps the database from clearing
  /// away what is deleted or updated meanwhile.
  public <T> T besideAnOldSnapshot(Supplier<T> work) {
    return database.transact(tx -> {
      tx.sql("set local idle_in_transaction_session_timeout = 0").run();
      tx.sql("select pg_current_xact_id()::text as id").one(row -> row.text("id"));
      return work.get();
    });
  }

  private synchronized void remove() {
    database.close();
    postgres.close();
    folder.close();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(onInterrupt);
    remove();
  }
}
