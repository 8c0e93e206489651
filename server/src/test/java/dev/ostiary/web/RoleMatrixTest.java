package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may do what: for each role a sample of what it may and may not, on ids that do not exist, so
/// that whoever is let through is told so, and changes nothing.
class RoleMatrixTest {
  private static final String NOWHERE = "/dashboard/organizations/org_1";
  private static final String NO_CONNECTION = NOWHERE + "/connections/conn_1";
  private static final String NO_ENDPOINT = "/dashboard/webhooks/whe_1";

  /// What a page answers to whom: the least role, `V`, `A` or `O`.
  private static final Map<String, String> LEAST =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("GET /dashboard/organizations", "V"),
              Map.entry("GET " + NOWHERE, "V"),
              Map.entry("GET /dashboard/organizations/new", "A"),
              Map.entry("POST /dashboard/organizations/new", "A"),
              Map.entry("GET " + NOWHERE + "/edit", "A"),
              Map.entry("POST " + NOWHERE + "/edit", "A"),
              Map.entry("GET " + NOWHERE + "/delete", "A"),
              Map.entry("POST " + NOWHERE + "/delete", "A"),
              Map.entry("GET " + NO_CONNECTION, "V"),
              Map.entry("POST " + NO_CONNECTION + "/configure", "A"),
              Map.entry("POST " + NO_CONNECTION + "/adopt", "A"),
              Map.entry("POST " + NO_CONNECTION + "/roll-back", "A"),
              Map.entry("POST " + NO_CONNECTION + "/discard", "A"),
              Map.entry("GET " + NO_CONNECTION + "/enable", "A"),
              Map.entry("POST " + NO_CONNECTION + "/enable", "A"),
              Map.entry("POST " + NO_CONNECTION + "/disable", "A"),
              Map.entry("POST " + NO_CONNECTION + "/delete", "A"),
              Map.entry("GET /dashboard/webhooks", "V"),
              Map.entry("GET " + NO_ENDPOINT, "V"),
              Map.entry("GET " + NO_ENDPOINT + "/deliveries/evt_1", "V"),
              Map.entry("GET " + NO_ENDPOINT + "/lanes", "V"),
              Map.entry("GET " + NO_ENDPOINT + "/live", "V"),
              Map.entry("POST " + NO_ENDPOINT + "/test", "A"),
              Map.entry("GET " + NO_ENDPOINT + "/replays", "V"),
              Map.entry("POST " + NO_ENDPOINT + "/replays", "A"),
              Map.entry("POST " + NO_ENDPOINT + "/deliveries/evt_1/resend", "A"),
              Map.entry("GET /dashboard/logins", "V"),
              Map.entry("GET /dashboard/webhooks/new", "A"),
              Map.entry("POST /dashboard/webhooks/new", "A"),
              Map.entry("POST " + NO_ENDPOINT + "/edit", "A"),
              Map.entry("POST " + NO_ENDPOINT + "/secret", "A"),
              Map.entry("POST " + NO_ENDPOINT + "/rotate", "A"),
              Map.entry("POST " + NO_ENDPOINT + "/enable", "A"),
              Map.entry("POST " + NO_ENDPOINT + "/disable", "A"),
              Map.entry("POST " + NO_ENDPOINT + "/delete", "A"),
              Map.entry("GET /dashboard/clients", "V"),
              Map.entry("GET " + NOWHERE + "/domains", "V"),
              Map.entry("POST " + NOWHERE + "/domains", "A"),
              Map.entry("POST " + NOWHERE + "/domains/dom_1/verify", "A"),
              Map.entry("POST " + NOWHERE + "/domains/dom_1/delete", "A"),
              Map.entry("GET " + NOWHERE + "/links", "A"),
              Map.entry("POST " + NOWHERE + "/links/lnk_1/revoke", "A"),
              Map.entry("GET /dashboard/clients/skc_1", "V"),
              Map.entry("POST /dashboard/clients/skc_1/uris", "O"),
              Map.entry("POST /dashboard/clients/skc_1/secrets", "O"),
              Map.entry("POST /dashboard/clients/skc_1/delete", "O"),
              Map.entry("GET /dashboard/operators", "V"),
              Map.entry("POST /dashboard/operators/opr_1/link", "O"),
              Map.entry("POST /dashboard/operators/opr_1/role", "O"),
              Map.entry("POST /dashboard/operators/opr_1/delete", "O"),
              Map.entry("GET /dashboard/account", "V"),
              Map.entry("POST /dashboard/account/challenge", "V"),
              Map.entry("POST /dashboard/account/passkeys", "V"),
              Map.entry("GET /dashboard/account/passkeys/pkey_1/remove", "V"),
              Map.entry("POST /dashboard/account/passkeys/pkey_1/remove", "V"),
              Map.entry("GET /dashboard/audit", "A"),
              Map.entry("GET /dashboard/settings", "V"),
              Map.entry("POST /dashboard/settings", "O"),
              Map.entry("GET /dashboard/doctor", "V"),
              Map.entry("POST /dashboard/doctor", "V")));

  private static TestServer server;
  private static PageClient owner;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    owner = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aViewerLooks() {
    matrix(member("VIEWER"), "V");
  }

  @Test
  void anAdminAlsoChanges() {
    matrix(member("ADMIN"), "VA");
  }

  @Test
  void anOwnerDoesAll() {
    matrix(owner, "VAO");
  }

  private static void matrix(PageClient client, String allowed) {
    String token = client.token();
    LEAST.forEach((route, least) -> {
      String[] parts = route.split(" ", 2);
      AggregatedHttpResponse answer =
          parts[0].equals("GET")
              ? client.get(parts[1])
              : client.post(parts[1], Map.of("csrf", token), Map.of());
      if (allowed.contains(least)) {
        assertThat(answer.status().code()).as(route).isNotIn(303, 401, 403, 500);
      } else {
        assertThat(answer.status().code()).as(route).isEqualTo(403);
      }
    });
  }

  private static PageClient member(String role) {
    AggregatedHttpResponse page =
        owner.post(
            "/dashboard/operators",
            Map.of("csrf", owner.token(), "name", role, "role", role),
            Map.of());
    Matcher link =
        Pattern.compile("data-copy=\"([^\"]+/dashboard/login/[^\"]+)\"")
            .matcher(page.contentUtf8());
    assertThat(link.find()).isTrue();
    return PageClient.signedIn(server.url(), link.group(1), "");
  }
}
