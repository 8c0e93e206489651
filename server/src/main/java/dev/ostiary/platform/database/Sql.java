package dev.ostiary.platform.database;

import dev.ostiary.platform.id.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/// One statement with its parameters, run once: {@link #one}, {@link #find}, {@link #list} read
/// rows, {@link #run} counts them. What ends in `Later` waits for company on its way.
public final class Sql {
  private final Tx tx;
  private final String text;
  private final Map<String, Argument> arguments = new HashMap<>();

  Sql(Tx tx, String text) {
    this.tx = tx;
    this.text = text;
  }

  public Sql bind(String name, @Nullable Id id) {
    return id == null ? bindNull(name, Types.BIGINT) : bind(name, id.number());
  }

  public Sql bind(String name, long value) {
    return bind(name, (position, statement, context) -> statement.setLong(position, value));
  }

  public Sql bind(String name, @Nullable Long value) {
    return value == null ? bindNull(name, Types.BIGINT) : bind(name, value.longValue());
  }

  public Sql bind(String name, boolean value) {
    return bind(name, (position, statement, context) -> statement.setBoolean(position, value));
  }

  public Sql bindOrNull(String name, @Nullable Integer value) {
    return value == null ? bindNull(name, Types.INTEGER) : bind(name, value.longValue());
  }

  public Sql bindOrNull(String name, @Nullable Boolean value) {
    return value == null ? bindNull(name, Types.BOOLEAN) : bind(name, value.booleanValue());
  }

  public Sql bind(String name, @Nullable String value) {
    return bind(name, (position, statement, context) -> statement.setString(position, value));
  }

  public Sql bind(String name, byte @Nullable [] value) {
    return bind(name, (position, statement, context) -> statement.setBytes(position, value));
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
    arguments.put(name, argument);
    return this;
  }

  private Sql bindNull(String name, int type) {
    return bind(name, (position, statement, context) -> statement.setNull(position, type));
  }

  /// The single row that must be there.
  public <T> T one(Function<Row, T> map) {
    return oneLater(map).get();
  }

  public <T> Asked<T> oneLater(Function<Row, T> map) {
    return listLater(map)
        .map(rows -> {
          if (rows.size() != 1) {
            throw new IllegalStateException("expected one row, found " + rows.size());
          }
          return rows.getFirst();
        });
  }

  /// The row, if there is one.
  public <T> Optional<T> find(Function<Row, T> map) {
    return findLater(map).get();
  }

  public <T> Asked<Optional<T>> findLater(Function<Row, T> map) {
    return listLater(map).map(rows -> rows.stream().findFirst());
  }

  /// All rows, in the order of the statement.
  public <T> List<T> list(Function<Row, T> map) {
    return listLater(map).get();
  }

  public <T> Asked<List<T>> listLater(Function<Row, T> map) {
    return tx.ask(
        text,
        arguments,
        result -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet set = result.getResultSet()) {
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
    return runLater().get();
  }

  public Asked<Integer> runLater() {
    return tx.ask(text, arguments, PreparedStatement::getUpdateCount);
  }
}
