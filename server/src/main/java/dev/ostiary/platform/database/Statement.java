package dev.ostiary.platform.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.ParsedParameters;
import org.jspecify.annotations.Nullable;

/// A statement with its parameters on its way to the database, and then its answer.
final class Statement<T> implements Asked<T> {
  /// Null until it is there: an answer itself is a count or a list.
  private @Nullable T answer;

  private final Tx tx;
  private final String text;
  private final Map<String, Argument> arguments;
  private final Reading<T> reading;

  /// How its answer is read.
  interface Reading<T> {
    T read(PreparedStatement result) throws SQLException;
  }

  Statement(Tx tx, String text, Map<String, Argument> arguments, Reading<T> reading) {
    this.tx = tx;
    this.text = text;
    this.arguments = Map.copyOf(arguments);
    this.reading = reading;
  }

  String text() {
    return text;
  }

  /// The arguments in the order of the parameters.
  List<Argument> arguments(ParsedParameters parameters) {
    List<String> names = parameters.getParameterNames();
    if (parameters.isPositional() || !arguments.keySet().equals(Set.copyOf(names))) {
      throw new IllegalStateException(
          "the statement has the parameters " + names + ", bound are " + arguments.keySet());
    }
    return names.stream().map(arguments::get).toList();
  }

  void read(PreparedStatement result) throws SQLException {
    answer = reading.read(result);
  }

  @Override
  public T get() {
    if (answer == null) {
      tx.send();
    }
    if (answer == null) {
      throw new IllegalStateException("no answer: the transaction has ended without this");
    }
    return answer;
  }
}
