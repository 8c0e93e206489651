package dev.ostiary.platform.database;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// One statement with its parameters, run once: {@link #one}, {@link #find}, {@link #list} read
/// rows, {@link #run} counts them.
public final class Sql {
  private final Query query;

  Sql(Query query) {
    this.query = query;
  }

  public Sql bind(String name, @Nullable Id id) {
    return id == null ? bindNull(name, java.sql.Types.BIGINT) : bind(name, id.number());
  }

  public Sql bind(String name, long value) {
    query.bind(name, value);
    return this;
  }

  public Sql bind(String name, @Nullable Long value) {
    return value == null ? bindNull(name, java.sql.Types.BIGINT) : bind(name, value.longValue());
  }

  public Sql bind(String name, boolean value) {
    query.bind(name, value);
    return this;
  }

  public Sql bindOrNull(String name, @Nullable Integer value) {
    return value == null ? bindNull(name, java.sql.Types.INTEGER) : bind(name, value.longValue());
  }

  public Sql bindOrNull(String name, @Nullable Boolean value) {
    return value == null
        ? bindNull(name, java.sql.Types.BOOLEAN)
        : bind(name, value.booleanValue());
  }

  public Sql bind(String name, @Nullable String value) {
    query.bind(name, value);
    return this;
  }

  public Sql bind(String name, byte @Nullable [] value) {
    query.bind(name, value);
    return this;
  }

  public Sql bind(String name, @Nullable Instant value) {
    return bind(
        name,
        (position, statement, context) ->
            statement.setObject(
                position, value == null ? null : OffsetDateTime.ofInstant(value, ZoneOffset.UTC)));
  }

  /// An array parameter, e.g. for `any(:ids)` or `unnest(:ids)`.
  ///
  /// @param type the element type as PostgreSQL names it
  /// @param values a Java array: `long[]`, `String[]`, `byte[][]`, …
  public Sql bindArray(String name, String type, Object values) {
    return bind(
        name,
        (position, statement, context) ->
            statement.setArray(
                position,
                statement
                    .getConnection()
                    .unwrap(org.postgresql.PGConnection.class)
                    .createArrayOf(type, values)));
  }

  private Sql bind(String name, Argument argument) {
    query.bind(name, argument);
    return this;
  }

  private Sql bindNull(String name, int type) {
    query.bindNull(name, type);
    return this;
  }

  /// The single row that must be there.
  public <T> T one(Function<Row, T> map) {
    List<T> rows = list(map);
    if (rows.size() != 1) {
      throw new IllegalStateException("expected one row, found " + rows.size());
    }
    return rows.getFirst();
  }

  /// The row, if there is one.
  public <T> Optional<T> find(Function<Row, T> map) {
    return list(map).stream().findFirst();
  }

  /// All rows, in the order of the statement.
  public <T> List<T> list(Function<Row, T> map) {
    return execute((result, context) -> {
      List<T> rows = new ArrayList<>();
      try (ResultSet set = result.get().getResultSet()) {
        Row row = new Row(set);
        while (set.next()) {
          rows.add(map.apply(row));
        }
      }
      return rows;
    });
  }

  /// Runs a statement that changes rows and tells how many.
  public int run() {
    return execute((result, context) -> result.get().getUpdateCount());
  }

  private <R> R execute(org.jdbi.v3.core.result.ResultProducer<R> producer) {
    try {
      return query.execute(producer);
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
        throw new UniqueViolation(sql);
      }
      if (e.getCause() instanceof SQLException sql && "40001".equals(sql.getSQLState())) {
        throw new Problem(
            Problem.Kind.ABORTED,
            "somebody else changed it at the same time; read it again, then repeat the change",
            List.of(),
            e);
      }
      throw e;
    }
  }
}
