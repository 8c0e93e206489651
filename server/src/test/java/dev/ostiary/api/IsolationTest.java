package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.ostiary.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever asks for what is not theirs is answered exactly as if it did not exist: every id that a
/// served route takes, in its path, its query or its body. The routes are those of the protos, so a
/// new one is tested, or fails here until its ids are known.
class IsolationTest {
  /// Names of fields that hold an id of ours, and of what.
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("organization_id", "organization"),
          Map.entry("organization_ids", "organization"),
          Map.entry("external_id", "external"),
          Map.entry("connection_id", "connection"),
          Map.entry("domain_ids", "domain"),
          Map.entry("client_id", "client"),
          Map.entry("token", "token"));

  /// Those that hold an id of the app's, of an identity provider's, or of what is not here.
  private static final List<String> OF_OTHERS =
      List.of(
          "user_id",
          "key_id",
          "idp_entity_id",
          "sp_entity_id",
          "auth_request_id",
          "resource_id",
          "interceptor_id",
          "connected_account_id",
          "page_token");

  private static ApiWorld world;
  private static String otherToken;
  private static Possessions ours;
  private static Possessions neighbors;
  private static Possessions deleted;

  @BeforeAll
  static void start() {
    world = new ApiWorld(Map.of("OSTIARY_SIMULATOR", "on"));
    otherToken = "Bearer " + world.otherToken();
    ours = Possessions.made(world, "ours-7");
    neighbors = Possessions.made(world, "neighbor-7");
    deleted = Possessions.made(world, "deleted-7");
    for (String path :
        List.of(
            "clients/" + deleted.get("client"),
            "webhooks/endpoints/" + deleted.get("endpoint"),
            "organizations/" + deleted.get("organization"))) {
      assertThat(world.rest(DELETE, "/api/v1/" + path, "").status()).isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /// Every route with a token and with ids in its path.
  private static Stream<HttpBinding> routes() {
    return ApiRoutes.served(world).filter(route -> !route.variables().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anotherEnvironmentCannotTellOursFromNothing(HttpBinding route) {
    String before = state(route);

    assertThat(call(route, ours, otherToken)).isEqualTo(unknown(route));
    assertThat(state(route)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void whatWasDeletedWasNeverThere(HttpBinding route) {
    assertThat(call(route, deleted, owner())).isEqualTo(unknown(route));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void whatIsANeighborsIsNotFoundHere(HttpBinding route) {
    List<String> kinds =
        route.variables().stream().map(variable -> Possessions.kind(route, variable)).toList();
    if (kinds.size() == 1 || kinds.contains("event")) {
      return; // every endpoint of an environment has every event
    }
    String before = state(route);
    for (String kind : kinds) {
      assertThat(call(route, ours.with(kind, neighbors.get(kind)), owner())).startsWith("404 ");
    }
    assertThat(state(route)).isEqualTo(before);
  }

  /// What a call could have changed; nothing for one that only looks.
  private static String state(HttpBinding route) {
    return route.method() == GET ? "" : ours.everything(world);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void whatIsNoIdIsRefused(HttpBinding route) {
    for (String malformed : List.of("x", "org_", "org_0", "conn_1x", "dom_99999999999999999999")) {
      for (String variable : route.variables()) {
        Possessions mixed = ours.with(Possessions.kind(route, variable), malformed);

        assertThat(call(route, mixed, owner())).matches("(?s)(400|404) .*");
      }
    }
  }

  @Test
  void theOwnerReachesAllOfIt() {
    List<String> reached = new ArrayList<>();
    routes()
        .filter(route -> route.method() == GET)
        .forEach(route -> {
          assertThat(call(route, ours, owner())).as(route.template()).startsWith("200 ");
          reached.add(route.rpc().getName());
        });

    assertThat(reached)
        .contains("GetOrganization", "GetDelivery", "GetReplay", "GetConnectionTestResult");
    assertThat(routes()).hasSizeGreaterThan(60);
  }

  /// An id beside the path: a field of the query or of the body.
  private record Beside(HttpBinding route, String field, boolean inBody) {
    @Override
    public String toString() {
      return route.rpc().getName() + " " + field;
    }
  }

  private static Stream<Beside> fields() {
    return ApiRoutes.served(world).flatMap(route -> beside(route).stream());
  }

  private static List<Beside> beside(HttpBinding route) {
    List<Beside> found = new ArrayList<>();
    Descriptor request = route.rpc().getInputType();
    boolean whole = route.body().equals(HttpBinding.WHOLE_REQUEST);
    for (FieldDescriptor field : request.getFields()) {
      if (field.getName().equals(route.body())) {
        ids(field.getMessageType())
            .forEach(inner -> found.add(new Beside(route, inner.getName(), true)));
      } else if (isId(field) && !route.variables().contains(field.getName())) {
        found.add(new Beside(route, field.getName(), whole));
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()) {
        ids(field.getMessageType())
            .forEach(inner ->
                found.add(new Beside(route, field.getName() + "." + inner.getName(), whole)));
      }
    }
    return found;
  }

  private static List<FieldDescriptor> ids(Descriptor message) {
    return message.getFields().stream().filter(IsolationTest::isId).toList();
  }

  private static boolean isId(FieldDescriptor field) {
    String name = field.getName();
    boolean looks = name.endsWith("_id") || name.endsWith("_ids") || name.endsWith("token");
    return looks
        && field.getJavaType() == FieldDescriptor.JavaType.STRING
        && !OF_OTHERS.contains(name);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void anIdBesideThePathTellsAStrangerNothing(Beside beside) {
    String last = beside.field().substring(beside.field().lastIndexOf('.') + 1);
    String kind = FIELDS.get(last);
    assertThat(kind).as("what " + beside + " holds an id of").isNotNull();
    String before = state(beside.route());

    String toOurs = call(beside, ours, kind);
    String toNothing = call(beside, ours.ofNobody(), kind);

    assertThat(toOurs).isEqualTo(toNothing);
    assertThat(state(beside.route())).isEqualTo(before);
  }

  /// The call of a stranger to what is theirs, with one id that is not.
  private static String call(Beside beside, Possessions whose, String kind) {
    HttpBinding route = beside.route();
    String path = whose.path(route);
    String id = whose.get(kind);
    ObjectNode body = Json.parseObject(Possessions.body(route));
    if (beside.inBody()) {
      ObjectNode parent = body;
      String[] names = beside.field().split("\\.", -1);
      for (int i = 0; i < names.length - 1; i++) {
        parent = parent.withObjectProperty(names[i]);
      }
      if (names[names.length - 1].endsWith("s")) {
        parent.putArray(names[names.length - 1]).add(id);
      } else {
        parent.put(names[names.length - 1], id);
      }
    } else {
      path += "?" + beside.field() + "=" + id;
    }
    String text = route.body().isEmpty() ? "" : Json.text(body);
    ApiWorld.Answer answer = world.rest(route.method(), path, otherToken, text);
    return answer.status() + " " + whose.without(answer.http().contentUtf8());
  }

  @Test
  void listsHoldNothingOfAnotherEnvironment() {
    List<String> compared = new ArrayList<>();
    ApiRoutes.served(world)
        .filter(route -> route.method() == GET && route.variables().isEmpty())
        .filter(route -> !route.template().contains(":search"))
        .forEach(route -> {
          String path = route.template();
          String theirs = world.rest(GET, path, otherToken, "").http().contentUtf8();

          for (String kind :
              List.of("organization", "connection", "endpoint", "machine", "token")) {
            assertThat(theirs).as(path).doesNotContain(ours.get(kind));
          }
          compared.add(path);
        });

    assertThat(compared).contains("/api/v1/organizations", "/api/v1/webhooks/endpoints");
    assertThat(world.get("/api/v1/organizations").http().contentUtf8())
        .contains(ours.get("organization"));
  }

  private static String owner() {
    return "Bearer " + world.token();
  }

  /// The answer to ids that never were.
  private static String unknown(HttpBinding route) {
    String answer = call(route, ours.ofNobody(), otherToken);
    assertThat(answer).as(route.rpc().getFullName()).startsWith("404 ");
    return answer;
  }

  /// Status and message, with the ids taken out.
  private static String call(HttpBinding route, Possessions whose, String token) {
    String body = route.body().isEmpty() ? "" : Possessions.body(route);
    ApiWorld.Answer answer = world.rest(route.method(), whose.path(route), token, body);
    return answer.status() + " " + whose.without(answer.json().path("message").asText());
  }
}
