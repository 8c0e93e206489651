package dev.ostiary.platform.database;

import dev.ostiary.platform.Problem;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;

/// Sends statements and reads their answers. The driver sends a text of several statements as one
/// message and waits once; the database carries them out in order, and none behind one that fails.
final class RoundTrip {
  private static final String COMMIT = "commit";

  private final Handle handle;
  private final StringBuilder text = new StringBuilder();
  private final List<Argument> arguments = new ArrayList<>();

  private RoundTrip(Handle handle) {
    this.handle = handle;
  }

  static void make(Handle handle, List<Statement<?>> statements) {
    new RoundTrip(handle).with(statements).send(statements);
  }

  /// The same, and the transaction is committed behind them.
  static void makeTheLast(Handle handle, List<Statement<?>> statements) {
    RoundTrip trip = new RoundTrip(handle).with(statements);
    trip.text.append(';').append(COMMIT);
    trip.send(statements);
  }

  /// Names become positions, since two statements may use one name for two things.
  private RoundTrip with(List<Statement<?>> statements) {
    SqlParser parser = handle.getConfig(SqlStatements.class).getSqlParser();
    for (Statement<?> statement : statements) {
      try (Query query = handle.createQuery(statement.text())) {
        ParsedSql parsed = parser.parse(statement.text(), query.getContext());
        text.append(text.isEmpty() ? "" : ";").append(parsed.getSql());
        arguments.addAll(statement.arguments(parsed.getParameters()));
      }
    }
    return this;
  }

  private void send(List<Statement<?>> statements) {
    try (Query query = handle.createQuery(text.toString())) {
      for (int i = 0; i < arguments.size(); i++) {
        query.bind(i, arguments.get(i));
      }
      query.execute((result, context) -> {
        read(result.get(), statements);
        return true;
      });
    } catch (JdbiException e) {
      throw explained(e);
    }
  }

  private static void read(PreparedStatement result, List<Statement<?>> statements)
      throws SQLException {
    for (Statement<?> statement : statements) {
      statement.read(result);
      result.getMoreResults();
    }
  }

  private static RuntimeException explained(JdbiException e) {
    if (!(e.getCause() instanceof SQLException sql)) {
      return e;
    }
    return switch (String.valueOf(sql.getSQLState())) {
      case "23505" -> new UniqueViolation(sql);
      case "40001" ->
          new Problem(
              Problem.Kind.ABORTED,
              "somebody else changed it at the same time; read it again, then repeat the change",
              List.of(),
              e);
      // A lock that did not come in time, or a deadlock of which this was the victim.
      case "55P03", "40P01" ->
          new Problem(
              Problem.Kind.ABORTED,
              "somebody else holds what this would change; nothing was changed, try again",
              List.of(),
              e);
      default -> e;
    };
  }
}
