package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The filters of the logs: what their addresses may hold, and what they may not.
class NarrowedListsTest {
  private static TestServer server;
  private static PageClient operator;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    operator = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"actor=SYSTEM", "object=API%20client", "minutes=60", ""})
  void theAuditLogShowsWhatFits(String query) {
    AggregatedHttpResponse answer = operator.get("/dashboard/audit?" + query);

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.contentUtf8()).contains("API client created");
  }

  @ParameterizedTest
  @ValueSource(strings = {"actor=IT_ADMIN", "object=domain", "organization=org_1"})
  void theAuditLogLeavesOutWhatDoesNotFit(String query) {
    AggregatedHttpResponse answer = operator.get("/dashboard/audit?" + query);

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.contentUtf8()).contains("Nothing has happened that fits.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "status=FAILURE", "minutes=5", "connection=conn_1", "email=a%40b.example"})
  void theLogOfSignInsIsNarrowed(String query) {
    AggregatedHttpResponse answer = operator.get("/dashboard/logins?" + query);

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.contentUtf8()).contains("No attempt to sign in fits.");
  }

  @ParameterizedTest
  @CsvSource({
    "audit?actor=NOBODY, expected one of [OPERATOR",
    "audit?object=moon, expected one of [API client",
    "audit?organization=Megasoft, org_",
    "audit?minutes=-1, expected a number of minutes",
    "logins?status=LOST, expected one of [INITIATED",
    "logins?connection=Okta, conn_",
    "logins?minutes=soon, expected a number of minutes"
  })
  void whatThereIsNotIsToldOfAtItsField(String address, String message) {
    AggregatedHttpResponse answer = operator.get("/dashboard/" + address);

    assertThat(answer.status().code()).isEqualTo(422);
    assertThat(answer.contentUtf8()).contains("aria-invalid").contains(message);
  }
}
