package dev.ostiary.web.portal;

import dev.ostiary.connection.Connection;
import dev.ostiary.login.Login;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.login.LoginStatus;
import java.util.List;
import java.util.Optional;

/// The test sign-ins of one configuration of a connection. In the portal a configuration is put to
/// use only after one that went well.
final class Trials {
  private final LoginRecords records;

  Trials(LoginRecords records) {
    this.records = records;
  }

  /// The latest test, under way or ended.
  Optional<Login> latest(Connection connection) {
    return all(connection).stream().findFirst();
  }

  /// Whether the configuration is known to work.
  boolean passed(Connection connection) {
    return all(connection).stream().anyMatch(login -> login.status() == LoginStatus.SUCCESS);
  }

  private List<Login> all(Connection connection) {
    return records.tests(
        connection.environment(), connection.id(), connection.configuration().revision());
  }
}
