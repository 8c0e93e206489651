package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

import com.linecorp.armeria.common.HttpMethod;
import io.grpc.Status.Code;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What belongs to somebody else answers exactly as what was never there, and stays as it was.
class IsolationTest {
  private static final String SAML = "{\"provider\":\"CUSTOM\",\"type\":\"SAML\"}";

  private static ApiWorld world;
  private static String token;
  private static String otherToken;
  private static String organization;
  private static String neighbor;
  private static String connection;
  private static String endpoint;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    token = world.token();
    otherToken = world.otherToken();
    organization =
        made("/api/v1/organizations", "{\"display_name\":\"Own\",\"external_id\":\"own\"}");
    neighbor = made("/api/v1/organizations", "{\"display_name\":\"Neighbor\"}");
    connection = made("/api/v1/organizations/" + organization + "/connections", SAML);
    endpoint =
        made("/api/v1/webhooks/endpoints", "{\"url\":\"http://127.0.0.1:9/\",\"name\":\"E\"}");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static String made(String path, String body) {
    ApiWorld.Answer answer = world.rest(POST, path, body);
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().elements().next().path("id").asText();
  }

  /// Every path that names a thing, written with the marks that {@link #filled} replaces.
  private static Stream<Call> calls() {
    String organizations = "/api/v1/organizations/ORG";
    String connections = organizations + "/connections/CONN";
    String endpoints = "/api/v1/webhooks/endpoints/WHE";
    return Stream.of(
        new Call(GET, organizations, ""),
        new Call(GET, "/api/v1/organizations:external/EXTERNAL", ""),
        new Call(PATCH, organizations, "{\"display_name\":\"Taken over\"}"),
        new Call(PATCH, organizations + "/settings", "{\"features\":[]}"),
        new Call(DELETE, organizations, ""),
        new Call(POST, organizations + "/connections", SAML),
        new Call(GET, "/api/v1/connections?include=all&organization_id=ORG", ""),
        new Call(GET, connections, ""),
        new Call(PATCH, connections, "{\"provider\":\"OKTA\"}"),
        new Call(PUT, connections + "/metadata", "{\"xml\":\"<a/>\"}"),
        new Call(PATCH, connections + ":enable", ""),
        new Call(PATCH, connections + ":disable", ""),
        new Call(DELETE, connections, ""),
        new Call(GET, "/api/v1/connections/CONN", ""),
        new Call(PATCH, "/api/v1/connections/CONN", "{\"provider\":\"OKTA\"}"),
        new Call(PATCH, "/api/v1/connections/CONN:enable", ""),
        new Call(PATCH, "/api/v1/connections/CONN:disable", ""),
        new Call(DELETE, "/api/v1/connections/CONN", ""),
        new Call(GET, endpoints, ""),
        new Call(PATCH, endpoints, "{\"name\":\"Taken over\"}"),
        new Call(PATCH, endpoints + ":enable", "{}"),
        new Call(PATCH, endpoints + ":disable", ""),
        new Call(GET, endpoints + "/secret", ""),
        new Call(POST, endpoints + "/secret:rotate", "{}"),
        new Call(GET, endpoints + "/deliveries", ""),
        new Call(GET, endpoints + "/deliveries/evt_12345", ""),
        new Call(DELETE, endpoints, ""));
  }

  private record Call(HttpMethod method, String path, String body) {
    ApiWorld.Answer as(String token, List<String> ids) {
      return world.rest(method, filled(path, ids), "Bearer " + token, body);
    }
  }

  private static String filled(String path, List<String> ids) {
    return path.replace("ORG", ids.get(0))
        .replace("CONN", ids.get(1))
        .replace("WHE", ids.get(2))
        .replace("EXTERNAL", ids.get(3));
  }

  static Stream<Arguments> callsOfStrangers() {
    return calls().map(call -> of(call));
  }

  @ParameterizedTest
  @MethodSource("callsOfStrangers")
  void anotherEnvironmentCannotTellOursFromNothing(Call call) {
    List<String> ours = List.of(organization, connection, endpoint, "own");
    List<String> nobodys = List.of("org_12345", "conn_12345", "whe_12345", "nobodys");
    String before = everything();

    ApiWorld.Answer toOurs = call.as(otherToken, ours);
    ApiWorld.Answer toNothing = call.as(otherToken, nobodys);

    assertThat(toOurs.status()).isEqualTo(404);
    Refusal refusal = Refusal.rest(toOurs);
    assertThat(refusal.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(toOurs.status()).isEqualTo(toNothing.status());
    assertThat(general(refusal.message(), ours))
        .isEqualTo(general(Refusal.rest(toNothing).message(), nobodys));
    assertThat(everything()).isEqualTo(before);
  }

  private static String general(String message, List<String> ids) {
    for (String id : ids) {
      message = message.replace(id, "ID");
    }
    return message;
  }

  static Stream<Arguments> callsByThePathOfAnOrganization() {
    return calls()
        .filter(call -> call.path().contains("ORG/connections/CONN"))
        .map(call -> of(call));
  }

  @ParameterizedTest
  @MethodSource("callsByThePathOfAnOrganization")
  void aConnectionIsNotFoundUnderAnotherOrganization(Call call) {
    String before = everything();

    ApiWorld.Answer answer = call.as(token, List.of(neighbor, connection, endpoint, "own"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(Refusal.rest(answer).message()).isEqualTo("connection not found: " + connection);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void theOwnerReachesAllOfIt() {
    List<String> ids = List.of(organization, connection, endpoint, "own");

    assertThat(calls().filter(call -> call.method() == GET && !call.path().contains("evt_")))
        .allSatisfy(call -> assertThat(call.as(token, ids).status()).isEqualTo(200));
  }

  @Test
  void listsHoldNothingOfAnotherEnvironment() {
    for (String path :
        List.of(
            "/api/v1/organizations",
            "/api/v1/organizations?external_id=own",
            "/api/v1/connections?include=all",
            "/api/v1/organizations/-/connections",
            "/api/v1/webhooks/endpoints")) {
      String theirs = world.rest(GET, path, "Bearer " + otherToken, "").http().contentUtf8();
      String ours = world.get(path).http().contentUtf8();

      assertThat(theirs).doesNotContain("\"id\"");
      assertThat(ours).contains("\"id\"");
    }
  }

  /// All that a stranger could have changed, as its owner reads it.
  private static String everything() {
    return Stream.of(
            "/api/v1/organizations",
            "/api/v1/organizations/" + organization + "/connections/" + connection,
            "/api/v1/connections?include=all",
            "/api/v1/webhooks/endpoints",
            "/api/v1/webhooks/endpoints/" + endpoint + "/secret")
        .map(path -> world.get(path).http().contentUtf8())
        .reduce("", String::concat);
  }
}
