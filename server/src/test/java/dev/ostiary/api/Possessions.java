package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.testing.Browser;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An organization with one of everything that has an id, and what an id in a request stands for.
final class Possessions {
  private static final Pattern TEST = Pattern.compile("test_[0-9]+");

  /// How far a replay has come, which changes by itself.
  private static final Pattern PROGRESS =
      Pattern.compile("\"total\":\"[0-9]+\",\"delivered\".*?\"update_time\":\"[^\"]+\"");

  /// What a request needs to be well formed, so that only its ids can be wrong.
  private static final Map<String, String> WELL_FORMED =
      Map.ofEntries(
          Map.entry("CreateConnection", "{\"provider\":\"CUSTOM\",\"type\":\"SAML\"}"),
          Map.entry("UpdateConnection", "{\"provider\":\"OKTA\"}"),
          Map.entry("UpdateEnvironmentConnection", "{\"provider\":\"OKTA\"}"),
          Map.entry("ImportSamlMetadata", "{\"xml\":\"<a/>\"}"),
          Map.entry("SendTestEvent", "{\"event_type\":\"organization.created\"}"),
          Map.entry("CreateDomain", "{\"domain\":\"stranger.test\"}"),
          Map.entry("UpdateOrganization", "{\"display_name\":\"Taken over\"}"),
          Map.entry("UpsertUserManagementSettings", "{\"settings\":{}}"),
          Map.entry("UpdateOrganizationSessionPolicy", "{\"policy_source\":\"CUSTOM\"}"),
          Map.entry("UpdateClient", "{\"name\":\"Taken over\"}"),
          Map.entry("UpdateClientSecret", "{\"status\":\"INACTIVE\"}"),
          Map.entry("UpdateOrganizationClient", "{\"name\":\"Taken over\"}"),
          Map.entry("CreateOrganizationClient", "{\"name\":\"Stranger\"}"),
          Map.entry("UpdateWebhookEndpoint", "{\"name\":\"Taken over\"}"));

  private final Map<String, String> ids = new HashMap<>();

  private Possessions() {}

  /// @param name unique, and fit for a domain
  static Possessions made(ApiWorld world, String name) {
    Possessions all = new Possessions();
    String organization =
        id(
            world,
            "/api/v1/organizations",
            "{\"display_name\":\"%s\",\"external_id\":\"%s\"}".formatted(name, name),
            "/organization/id");
    String path = "/api/v1/organizations/" + organization;
    all.ids.put("organization", organization);
    all.ids.put("external", name);
    String simulated = "{\"provider\":\"IDP_SIMULATOR\",\"type\":\"OIDC\"}";
    String connection = id(world, path + "/connections", simulated, "/connection/id");
    all.ids.put("connection", connection);
    String domain = "{\"domain\":\"%s.test\"}".formatted(name);
    all.ids.put("domain", id(world, path + "/domains", domain, "/domain/id"));
    var link = world.rest(PUT, path + "/portal_links", "").json();
    all.ids.put("link", link.at("/link/id").asText());
    String machine = id(world, path + "/clients", "{\"name\":\"CI\"}", "/client/client_id");
    all.ids.put("machine", machine);
    all.ids.put(
        "machine secret", id(world, path + "/clients/" + machine + "/secrets", "", "/secret/id"));
    String client =
        id(world, "/api/v1/clients", "{\"name\":\"A\",\"client_type\":\"WEB\"}", "/client/id");
    all.ids.put("client", client);
    all.ids.put(
        "client secret", id(world, "/api/v1/clients/" + client + "/secrets", "", "/secret/id"));
    String ofOrganization = "{\"organization_id\":\"%s\"}".formatted(organization);
    all.ids.put("token", id(world, "/api/v1/tokens", ofOrganization, "/token_id"));
    all.deliveries(world, name);
    all.ids.put("test", test(world, connection));
    return all;
  }

  private static String id(ApiWorld world, String path, String body, String pointer) {
    ApiWorld.Answer answer = world.rest(POST, path, body);
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().at(pointer).asText();
  }

  /// An endpoint that is never reached, a delivery to it that has been tried, and a replay.
  private void deliveries(ApiWorld world, String name) {
    String endpoints = "/api/v1/webhooks/endpoints";
    String wanted = "{\"url\":\"http://127.0.0.1:9/\",\"name\":\"%s\"}".formatted(name);
    String endpoint = id(world, endpoints, wanted, "/endpoint/id");
    ids.put("endpoint", endpoint);
    String ofOrganization = "{\"domain\":\"%s-later.test\"}".formatted(name);
    id(
        world,
        "/api/v1/organizations/" + ids.get("organization") + "/domains",
        ofOrganization,
        "/domain/id");
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String event;
    do {
      event =
          world
              .get(endpoints + "/" + endpoint + "/deliveries")
              .json()
              .at("/deliveries/0/event_id")
              .asText();
    } while (event.isEmpty() && System.nanoTime() < end);
    ids.put("event", event);
    ids.put("replay", id(world, endpoints + "/" + endpoint + "/replays", "{}", "/replay/id"));
  }

  /// A sign-in that tried the connection.
  private static String test(ApiWorld world, String connection) {
    Browser browser = new Browser();
    Browser.Page form =
        browser.follow(browser.get(world.server.url() + "/sso/v1/oidc/" + connection + "/test"));
    Matcher id = TEST.matcher(browser.submit(form, Map.of("outcome", "sign_in")).body());
    assertThat(id.find()).isTrue();
    return id.group();
  }

  String get(String kind) {
    String id = ids.get(kind);
    if (id == null) {
      throw new IllegalArgumentException(kind);
    }
    return id;
  }

  /// The same, save what one word stands for.
  Possessions with(String kind, String id) {
    Possessions other = new Possessions();
    other.ids.putAll(ids);
    other.ids.put(kind, id);
    return other;
  }

  /// As many of the same kinds, of which none ever was.
  Possessions ofNobody() {
    Possessions none = new Possessions();
    ids.forEach((kind, id) -> none.ids.put(kind, id.replaceFirst("[0-9]+$", "12345")));
    none.ids.put("external", "nobody");
    return none;
  }

  /// A text without the ids that are in it.
  String without(String text) {
    String bare = text;
    for (String id : ids.values()) {
      bare = bare.replace(id, "ID");
    }
    return bare;
  }

  /// The path of a route.
  String path(HttpBinding route) {
    String path = route.template();
    for (String variable : route.variables()) {
      path = path.replace("{" + variable + "}", get(kind(route, variable)));
    }
    return path;
  }

  /// What sort of thing a variable of a path stands for: said by what stands before it.
  static String kind(HttpBinding route, String variable) {
    String template = route.template();
    String before = template.substring(0, template.indexOf("{" + variable + "}"));
    if (before.endsWith(":external/")) {
      return "external";
    }
    boolean ofOrganization = before.contains("/organizations/{");
    String[] segments = before.split("/");
    return switch (segments[segments.length - 1]) {
      case "organizations" -> "organization";
      case "connections" -> "connection";
      case "domains" -> "domain";
      case "portal_links" -> "link";
      case "clients" -> ofOrganization ? "machine" : "client";
      case "secrets" -> ofOrganization ? "machine secret" : "client secret";
      case "endpoints" -> "endpoint";
      case "deliveries" -> "event";
      case "replays" -> "replay";
      case "test-requests" -> "test";
      default -> throw new IllegalArgumentException(template);
    };
  }

  /// A body that makes sense for a route, whatever its ids.
  static String body(HttpBinding route) {
    return WELL_FORMED.getOrDefault(route.rpc().getName(), "{}");
  }

  /// All that somebody could have changed, as its owner reads it; without portal links, which end
  /// by themselves within the minute.
  String everything(ApiWorld world) {
    StringBuilder all = new StringBuilder();
    String organization = "/api/v1/organizations/" + get("organization");
    String endpoint = "/api/v1/webhooks/endpoints/" + get("endpoint");
    for (String path :
        new String[] {
          "/api/v1/organizations",
          "/api/v1/connections?include=all",
          organization + "/connections/" + get("connection"),
          organization + "/domains",
          organization + "/clients",
          organization + "/session-policy",
          organization + "/settings/usermanagement",
          "/api/v1/tokens?organization_id=" + get("organization"),
          "/api/v1/clients",
          "/api/v1/webhooks/endpoints",
          endpoint + "/secret",
          endpoint + "/replays"
        }) {
      all.append(world.rest(GET, path, "").http().contentUtf8());
    }
    return PROGRESS.matcher(all).replaceAll("");
  }
}
