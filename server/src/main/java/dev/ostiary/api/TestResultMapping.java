package dev.ostiary.api;

import dev.ostiary.login.Login;
import dev.ostiary.login.LoginStep;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.connections.GetConnectionTestResultResponse;
import dev.ostiary.wire.connections.TestResultStatus;
import java.util.stream.Collectors;

/// A test of a connection, as the API tells of it (wire contract, section 4.4).
final class TestResultMapping {
  private TestResultMapping() {}

  static GetConnectionTestResultResponse wire(Login test) {
    GetConnectionTestResultResponse.Builder wire =
        GetConnectionTestResultResponse.newBuilder()
            .setStatus(
                switch (test.status()) {
                  case INITIATED, PENDING -> TestResultStatus.PENDING;
                  case SUCCESS -> TestResultStatus.SUCCESS;
                  case FAILURE -> TestResultStatus.FAILURE;
                });
    if (test.received() != null) {
      wire.setUserInfo(Json.text(test.received()));
    }
    if (test.failure() != null) {
      wire.setError(test.failure().error().name())
          .setErrorDescription(test.failure().description())
          .setErrorDetails(
              test.steps().stream().map(TestResultMapping::line).collect(Collectors.joining("\n")));
    }
    return wire.build();
  }

  private static String line(LoginStep step) {
    return step.time()
        + " "
        + step.what()
        + step.facts().entrySet().stream()
            .map(fact -> "\n  " + fact.getKey() + ": " + fact.getValue())
            .collect(Collectors.joining());
  }
}
