package dev.ostiary.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// The main story of one organization, as calls of an app's backend over REST: its connections
/// come, are configured, go on and off, and are deleted. Between them the steps bring about every
/// event.
final class Story {
  private static final String ORGANIZATIONS = "/api/v1/organizations";

  private final String name;
  private String organization = "";
  private String connection = "";

  /// @param name the organization's display name
  Story(String name) {
    this.name = name;
  }

  /// One call.
  ///
  /// @param events the types that must come of it, in order
  record Step(String name, List<String> events, Consumer<RestClient> call) {
    private static Step of(String name, Consumer<RestClient> call, String... events) {
      return new Step(name, List.of(events), call);
    }
  }

  /// The id of the organization, once it is there.
  String organization() {
    return organization;
  }

  List<Step> steps() {
    return List.of(
        Step.of("create the organization", this::create, "organization.created"),
        Step.of(
            "rename it",
            api -> api.patch(home(), Json.object().put("display_name", name + " Ltd.")),
            "organization.updated"),
        Step.of(
            "give it its own name",
            api -> api.patch(home(), Json.object().put("display_name", name + " Ltd."))),
        Step.of(
            "create an OIDC connection", api -> connect(api, "OIDC"), "organization.sso_created"),
        Step.of("configure it", api -> api.patch(door(), oidc())),
        Step.of("enable it", this::enable, "organization.sso_enabled"),
        Step.of("enable it once more", this::enable),
        Step.of(
            "disable it", api -> api.patch(door() + ":disable", null), "organization.sso_disabled"),
        Step.of("delete it", api -> api.delete(door()), "organization.sso_deleted"),
        Step.of(
            "create a SAML connection", api -> connect(api, "SAML"), "organization.sso_created"),
        Step.of("import its metadata", api -> api.put(door() + "/metadata", saml())),
        Step.of("enable the SAML connection", this::enable, "organization.sso_enabled"),
        Step.of(
            "delete the organization",
            api -> api.delete(home()),
            "organization.sso_deleted",
            "organization.deleted"));
  }

  /// The types of all events, in order.
  List<String> events() {
    return steps().stream().flatMap(step -> step.events().stream()).toList();
  }

  private String home() {
    return ORGANIZATIONS + "/" + organization;
  }

  private String door() {
    return home() + "/connections/" + connection;
  }

  private void create(RestClient api) {
    organization =
        id(api.post(ORGANIZATIONS, Json.object().put("display_name", name)), "organization");
  }

  private void connect(RestClient api, String type) {
    connection = id(api.post(home() + "/connections", wanted(type)), "connection");
  }

  private void enable(RestClient api) {
    api.patch(door() + ":enable", null);
  }

  private static ObjectNode wanted(String type) {
    return Json.object().put("type", type).put("provider", "OKTA");
  }

  private static ObjectNode oidc() {
    ObjectNode update = wanted("OIDC").put("configuration_type", "MANUAL");
    update
        .putObject("oidc_config")
        .put("issuer", "https://acme.example.com")
        .put("authorize_uri", "https://acme.example.com/authorize")
        .put("token_uri", "https://acme.example.com/token")
        .put("jwks_uri", "https://acme.example.com/keys")
        .put("client_id", "ostiary")
        .put("client_secret", "secret");
    return update;
  }

  private static ObjectNode saml() {
    try (InputStream xml = Story.class.getResourceAsStream("/samples/saml-metadata.xml")) {
      byte[] bytes = Objects.requireNonNull(xml).readAllBytes();
      return Json.object().put("xml", new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String id(ObjectNode answer, String object) {
    return answer.path(object).path("id").asText();
  }
}
