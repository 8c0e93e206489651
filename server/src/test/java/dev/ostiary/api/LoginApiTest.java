package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the API tells of sign-ins, after some have been made with the simulator.
class LoginApiTest {
  private static final Pattern TEST = Pattern.compile("test_[0-9]+");
  private static final Pattern ERROR = Pattern.compile("err_[0-9]+");

  private static ApiWorld world;
  private static String connection;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    String organization =
        call(HttpMethod.POST, "/api/v1/organizations", "{\"display_name\":\"Acme\"}")
            .path("organization")
            .path("id")
            .asText();
    String connections = "/api/v1/organizations/" + organization + "/connections";
    connection =
        call(HttpMethod.POST, connections, "{\"type\":\"OIDC\",\"provider\":\"IDP_SIMULATOR\"}")
            .path("connection")
            .path("id")
            .asText();
    call(HttpMethod.PATCH, connections + "/" + connection + ":enable", "");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static ObjectNode call(HttpMethod method, String path, String body) {
    return world.rest(method, path, body).json();
  }

  @Test
  void anErrorPageNamesAnErrorThatEverybodyCanRead() {
    Page page = new Browser().get(world.server.url() + "/oauth/authorize?client_id=skc_1");
    Matcher id = ERROR.matcher(page.body());
    assertThat(id.find()).isTrue();
    for (String path : new String[] {"/api/v1/errors/", "/api/v1/auth/error/"}) {
      var answer = world.rest(HttpMethod.GET, path + id.group(), "", "");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    }
    assertThat(world.rest(HttpMethod.GET, "/api/v1/errors/err_1", "", "").status()).isEqualTo(404);
    assertThat(world.rest(HttpMethod.GET, "/api/v1/logs/authentication/requests", "", "").status())
        .as("what is not open to everybody")
        .isEqualTo(401);
  }

  @Test
  void aTestOfAConnectionCanBeReadAndIsInTheLog() {
    String good = test("sign_in");
    String bad = test("user_not_found");

    ObjectNode success = result(good);
    assertThat(success.path("status").asText()).isEqualTo("SUCCESS");
    assertThat(success.path("user_info").asText()).contains("ada@example.com");
    ObjectNode failure = result(bad);
    assertThat(failure.path("status").asText()).isEqualTo("FAILURE");
    assertThat(failure.path("error").asText()).isEqualTo("access_denied");
    assertThat(failure.path("error_details").asText()).contains("rule:", "advice:");

    JsonNode log =
        call(HttpMethod.GET, "/api/v1/logs/authentication/requests?status=failed&page_size=1", "");
    assertThat(log.path("authRequests")).hasSize(1);
    JsonNode latest = log.path("authRequests").get(0);
    assertThat(latest.path("connection_id").asText()).isEqualTo(connection);
    assertThat(latest.path("status").asText()).isEqualTo("FAILED");
    assertThat(latest.path("auth_request_id").asText()).startsWith("req_");
    JsonNode byEmail =
        call(
            HttpMethod.GET,
            "/api/v1/logs/authentication/requests?email=ada%40example.com&status=SUCCESS",
            "");
    assertThat(byEmail.path("authRequests")).isNotEmpty();
    JsonNode nobody =
        call(HttpMethod.GET, "/api/v1/logs/authentication/requests?email=bob%40example.com", "");
    assertThat(nobody.path("authRequests")).isEmpty();
  }

  private static String test(String outcome) {
    Browser browser = new Browser();
    Page form =
        browser.follow(browser.get(world.server.url() + "/sso/v1/oidc/" + connection + "/test"));
    Matcher id = TEST.matcher(browser.submit(form, Map.of("outcome", outcome)).body());
    assertThat(id.find()).isTrue();
    return id.group();
  }

  private static ObjectNode result(String id) {
    return call(HttpMethod.GET, "/api/v1/connections/" + connection + "/test-requests/" + id, "");
  }
}
