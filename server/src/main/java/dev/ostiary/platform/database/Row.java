package dev.ostiary.platform.database;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// One row of a result, read by column name. A getter refuses NULL unless its name says it may be
/// absent.
public final class Row {
  private final ResultSet set;

  Row(ResultSet set) {
    this.set = set;
  }

  public <T> T id(String column, LongFunction<T> make) {
    return make.apply(number(column));
  }

  public <T> @Nullable T idOrNull(String column, LongFunction<T> make) {
    Long number = read(s -> s.getObject(column, Long.class));
    return number == null ? null : make.apply(number);
  }

  public long number(String column) {
    return present(column, read(s -> s.getObject(column, Long.class)));
  }

  public int integer(String column) {
    return present(column, read(s -> s.getObject(column, Integer.class)));
  }

  public @Nullable Integer integerOrNull(String column) {
    return read(s -> s.getObject(column, Integer.class));
  }

  public boolean flag(String column) {
    return present(column, read(s -> s.getObject(column, Boolean.class)));
  }

  public @Nullable Boolean flagOrNull(String column) {
    return read(s -> s.getObject(column, Boolean.class));
  }

  public String text(String column) {
    return present(column, textOrNull(column));
  }

  public @Nullable String textOrNull(String column) {
    return read(s -> s.getString(column));
  }

  public <E extends Enum<E>> @Nullable E enumOrNull(String column, Class<E> type) {
    String name = textOrNull(column);
    return name == null ? null : Enum.valueOf(type, name);
  }

  public byte[] bytes(String column) {
    return present(column, bytesOrNull(column));
  }

  public byte @Nullable [] bytesOrNull(String column) {
    return read(s -> s.getBytes(column));
  }

  public Instant instant(String column) {
    return present(column, instantOrNull(column));
  }

  public @Nullable Instant instantOrNull(String column) {
    OffsetDateTime time = read(s -> s.getObject(column, OffsetDateTime.class));
    return time == null ? null : time.toInstant();
  }

  public List<String> texts(String column) {
    return List.of((String[]) array(column));
  }

  public List<Integer> integers(String column) {
    return List.of((Integer[]) array(column));
  }

  public List<Long> numbers(String column) {
    return List.of((Long[]) array(column));
  }

  private Object array(String column) {
    Array array = present(column, read(s -> s.getArray(column)));
    try {
      return array.getArray();
    } catch (SQLException e) {
      throw DatabaseUnavailable.orBug(e);
    }
  }

  private static <T> T present(String column, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("column " + column + " is null");
    }
    return value;
  }

  private interface Getter<T> {
    @Nullable T get(ResultSet set) throws SQLException;
  }

  private <T> @Nullable T read(Getter<T> getter) {
    try {
      return getter.get(set);
    } catch (SQLException e) {
      throw DatabaseUnavailable.orBug(e);
    }
  }
}
