package dev.ostiary.web.portal;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.login.Login;
import dev.ostiary.login.LoginFilter;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.login.LoginStatus;
import dev.ostiary.login.Purpose;
import dev.ostiary.platform.Page;
import java.util.List;
import java.util.Optional;

/// The test sign-ins of a connection as it is configured now. In the portal a connection is put to
/// use only after one that went well.
final class Trials {
  private final LoginRecords records;

  Trials(LoginRecords records) {
    this.records = records;
  }

  /// The latest test since the last change, if there was one that came to an end.
  Optional<Login> latest(Connection connection) {
    return since(connection).stream()
        .filter(
            login -> login.status() == LoginStatus.SUCCESS || login.status() == LoginStatus.FAILURE)
        .findFirst();
  }

  /// Whether the configuration is known to work.
  boolean passed(Connection connection) {
    return connection.provider() == ConnectionProvider.IDP_SIMULATOR
        || since(connection).stream().anyMatch(login -> login.status() == LoginStatus.SUCCESS);
  }

  private List<Login> since(Connection connection) {
    return records
        .list(
            connection.environment(),
            LoginFilter.of(connection.id()),
            Page.Request.of(Page.Request.MAX_SIZE, ""))
        .items()
        .stream()
        .filter(login -> login.purpose() == Purpose.TEST)
        .filter(login -> login.createTime().isAfter(connection.updateTime()))
        .toList();
  }
}
