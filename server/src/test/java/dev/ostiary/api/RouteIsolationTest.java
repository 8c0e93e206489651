package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.ostiary.wire.clients.ClientsProto;
import dev.ostiary.wire.connections.ConnectionsProto;
import dev.ostiary.wire.domains.DomainsProto;
import dev.ostiary.wire.organizations.OrganizationsProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every path of the contract that names a thing, made from the routes themselves: whoever it does
/// not belong to gets the answer of an id that never was.
class RouteIsolationTest {
  private static final List<FileDescriptor> FILES =
      List.of(
          ClientsProto.getDescriptor(),
          ConnectionsProto.getDescriptor(),
          DomainsProto.getDescriptor(),
          OrganizationsProto.getDescriptor());

  /// What a request needs to be well formed, so that only its ids can be wrong.
  private static final Map<String, String> BODIES =
      Map.of(
          "CreateConnection", "{\"provider\":\"CUSTOM\",\"type\":\"SAML\"}",
          "UpdateConnection", "{\"provider\":\"OKTA\"}",
          "UpdateEnvironmentConnection", "{\"provider\":\"OKTA\"}",
          "CreateDomain", "{\"domain\":\"stranger.test\"}",
          "UpsertUserManagementSettings", "{\"settings\":{}}",
          "UpdateOrganizationSessionPolicy", "{\"policy_source\":\"CUSTOM\"}",
          "UpdateClient", "{\"name\":\"Taken over\"}",
          "UpdateClientSecret", "{\"status\":\"INACTIVE\"}",
          "UpdateOrganizationClient", "{\"name\":\"Taken over\"}",
          "CreateOrganizationClient", "{\"name\":\"Stranger\"}");

  private static ApiWorld world;
  private static String otherToken;
  private static Map<String, String> ours;
  private static Map<String, String> neighbors;
  private static Map<String, String> deleted;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    otherToken = "Bearer " + world.otherToken();
    ours = organization("ours-7");
    neighbors = organization("neighbor-7");
    deleted = organization("deleted-7");
    world.rest(DELETE, "/api/v1/clients/" + deleted.get("client"), "");
    world.rest(DELETE, "/api/v1/organizations/" + deleted.get("organization"), "");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /// An organization with one of everything, by the kind of thing.
  private static Map<String, String> organization(String name) {
    Map<String, String> ids = new HashMap<>();
    String made =
        id(POST_ORGANIZATION.formatted(name, name), "/api/v1/organizations", "organization", "id");
    String path = "/api/v1/organizations/" + made;
    ids.put("organization", made);
    ids.put("external", name);
    ids.put(
        "connection",
        id(BODIES.get("CreateConnection"), path + "/connections", "connection", "id"));
    ids.put("domain", id("{\"domain\":\"" + name + ".test\"}", path + "/domains", "domain", "id"));
    JsonNode link = world.rest(PUT, path + "/portal_links", "").json().path("link");
    ids.put("link", link.path("id").asText());
    String machine = id("{\"name\":\"CI\"}", path + "/clients", "client", "client_id");
    ids.put("machine", machine);
    ids.put("machine secret", id("", path + "/clients/" + machine + "/secrets", "secret", "id"));
    String client =
        id("{\"name\":\"A\",\"client_type\":\"WEB\"}", "/api/v1/clients", "client", "id");
    ids.put("client", client);
    ids.put("client secret", id("", "/api/v1/clients/" + client + "/secrets", "secret", "id"));
    return ids;
  }

  private static final String POST_ORGANIZATION =
      "{\"display_name\":\"%s\",\"external_id\":\"%s\"}";

  private static String id(String body, String path, String member, String field) {
    ApiWorld.Answer answer = world.rest(POST, path, body);
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().path(member).path(field).asText();
  }

  /// Every served binding that names a thing of ours.
  private static Stream<HttpBinding> bindings() {
    return FILES.stream()
        .flatMap(file -> file.getServices().stream())
        .flatMap(service -> service.getMethods().stream())
        .flatMap(rpc -> HttpBinding.of(rpc).stream())
        .filter(binding -> !binding.variables().isEmpty())
        .filter(binding -> !NOT_SERVED.contains(binding.rpc().getName()));
  }

  private static final List<String> NOT_SERVED =
      List.of(
          "ListAuthorizedDomains",
          "GetConnectionTestResult",
          "GetConnectionContext",
          "UpdateConnectionContext");

  @ParameterizedTest
  @MethodSource("bindings")
  void anotherEnvironmentCannotTellOursFromNothing(HttpBinding binding) {
    String before = everything();

    assertThat(call(binding, ours, otherToken)).isEqualTo(unknown(binding));
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void whatWasDeletedWasNeverThere(HttpBinding binding) {
    assertThat(call(binding, deleted, "Bearer " + world.token())).isEqualTo(unknown(binding));
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void whatIsANeighborsIsNotFoundHere(HttpBinding binding) {
    for (String variable : binding.variables()) {
      String kind = kind(binding, variable);
      if (kind.equals("organization") && binding.variables().size() > 1) {
        Map<String, String> mixed = new HashMap<>(ours);
        mixed.put("organization", neighbors.get("organization"));
        String before = everything();

        assertThat(call(binding, mixed, "Bearer " + world.token())).startsWith("404 ");
        assertThat(everything()).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void whatIsNoIdIsRefused(HttpBinding binding) {
    for (String malformed : List.of("x", "org_", "org_0", "conn_1x", "dom_99999999999999999999")) {
      for (String variable : binding.variables()) {
        String kind = kind(binding, variable);
        Map<String, String> mixed = new HashMap<>(ours);
        mixed.put(kind, malformed);

        assertThat(call(binding, mixed, "Bearer " + world.token())).matches("(?s)(400|404) .*");
      }
    }
  }

  @Test
  void theOwnerReachesWhatTheTableNames() {
    List<String> reached = new ArrayList<>();
    bindings()
        .filter(binding -> binding.method().name().equals("GET"))
        .forEach(binding -> {
          assertThat(call(binding, ours, "Bearer " + world.token()))
              .as(binding.rpc().getFullName())
              .startsWith("200 ");
          reached.add(binding.rpc().getName());
        });

    assertThat(reached).contains("GetOrganization", "GetConnection", "GetDomain", "GetClient");
    assertThat(bindings()).hasSizeGreaterThan(40);
  }

  /// The answer to ids that never were.
  private static String unknown(HttpBinding binding) {
    Map<String, String> nobodys = new HashMap<>();
    ours.forEach((kind, id) -> nobodys.put(kind, id.replaceFirst("[0-9]+$", "12345")));
    nobodys.put("external", "nobody");
    String answer = call(binding, nobodys, otherToken);
    assertThat(answer).as(binding.rpc().getFullName()).startsWith("404 ");
    return answer;
  }

  /// Status and message, with the ids taken out.
  private static String call(HttpBinding binding, Map<String, String> ids, String token) {
    String path = path(binding, ids);
    String body =
        binding.body().isEmpty() ? "" : BODIES.getOrDefault(binding.rpc().getName(), "{}");
    ApiWorld.Answer answer = world.rest(binding.method(), path, token, body);
    String message = answer.json().path("message").asText();
    for (String id : ids.values()) {
      message = message.replace(id, "ID");
    }
    return answer.status() + " " + message;
  }

  private static String path(HttpBinding binding, Map<String, String> ids) {
    String path = binding.template();
    for (String variable : binding.variables()) {
      path = path.replace("{" + variable + "}", ids.get(kind(binding, variable)));
    }
    return path;
  }

  /// What sort of thing a variable stands for: said by what stands before it in the path.
  private static String kind(HttpBinding binding, String variable) {
    String template = binding.template();
    String before = template.substring(0, template.indexOf("{" + variable + "}"));
    boolean ofOrganization = before.contains("/organizations/{");
    if (before.endsWith(":external/")) {
      return "external";
    }
    String[] segments = before.split("/");
    return switch (segments[segments.length - 1]) {
      case "organizations" -> "organization";
      case "connections" -> "connection";
      case "domains" -> "domain";
      case "portal_links" -> "link";
      case "clients" -> ofOrganization ? "machine" : "client";
      case "secrets" -> ofOrganization ? "machine secret" : "client secret";
      default -> throw new IllegalArgumentException(template);
    };
  }

  /// All that a stranger could have changed, as its owner reads it.
  private static String everything() {
    String path = "/api/v1/organizations/" + ours.get("organization");
    return Stream.of(
            "/api/v1/organizations",
            "/api/v1/connections?include=all",
            path + "/connections/" + ours.get("connection"),
            path + "/domains",
            path + "/clients",
            path + "/session-policy",
            path + "/settings/usermanagement",
            "/api/v1/clients")
        .map(each -> world.get(each).http().contentUtf8())
        .reduce("", String::concat);
  }
}
