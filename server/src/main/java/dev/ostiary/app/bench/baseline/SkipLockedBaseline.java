package dev.ostiary.app.bench.baseline;

import dev.ostiary.platform.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A table of its own and `for update skip locked`: each worker takes the oldest row nobody has,
/// sends it, records the attempt and deletes the row, in one transaction.
public final class SkipLockedBaseline implements Baseline {
  /// As many requests under way as an endpoint of Ostiary may have.
  private static final int WORKERS = 64;

  private static final String SCHEMA =
      """
      drop table if exists baseline_webhook;
      create table baseline_webhook (
        id bigint generated always as identity primary key,
        body bytea not null
      );
      """;

  private static final String TAKE =
      "select id, body from baseline_webhook order by id limit 1 for update skip locked";

  private final Tables tables;
  private final Poster poster;
  private final byte[] body;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  public SkipLockedBaseline(DatabaseConfig config, String url, byte[] body) {
    this.tables = new Tables(config, WORKERS + 1, SCHEMA);
    this.poster = new Poster(url);
    this.body = body.clone();
  }

  @Override
  public String name() {
    return "a table with skip locked";
  }

  @Override
  public void fill(long requests) {
    tables.with(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into baseline_webhook (body) select ? from generate_series(1, ?)")) {
        insert.setBytes(1, body);
        insert.setLong(2, requests);
        return insert.executeUpdate();
      }
    });
  }

  @Override
  public void start() {
    for (int i = 0; i < WORKERS; i++) {
      workers.execute(() -> {
        while (!workers.isShutdown() && tables.with(this::deliverOne)) {
          // there may be more
        }
      });
    }
  }

  private boolean deliverOne(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement take = connection.prepareStatement(TAKE);
        ResultSet row = take.executeQuery()) {
      if (!row.next()) {
        connection.rollback();
        return false;
      }
      long id = row.getLong("id");
      Tables.record(connection, id, poster.post(id, row.getBytes("body")));
      try (PreparedStatement delete =
          connection.prepareStatement("delete from baseline_webhook where id = ?")) {
        delete.setLong(1, id);
        delete.executeUpdate();
      }
      connection.commit();
      return true;
    }
  }

  @Override
  public long recorded() {
    return tables.recorded();
  }

  @Override
  public void close() {
    workers.shutdownNow();
    poster.close();
    tables.close();
  }
}
