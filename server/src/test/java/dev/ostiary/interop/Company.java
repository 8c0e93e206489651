package dev.ostiary.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import java.net.URI;

/// An organization with the domain `acme.test`, and its connections, by the management API.
final class Company {
  private final TestServer server;
  private final RestClient api;
  private final String connections;

  Company(TestServer server) {
    this.server = server;
    this.api = server.rest();
    String organization =
        "/api/v1/organizations/"
            + api.post("/api/v1/organizations", Json.object().put("display_name", "Acme"))
                .path("organization")
                .path("id")
                .asText();
    api.post(organization + "/domains", Json.object().put("domain", "acme.test"));
    this.connections = organization + "/connections";
  }

  /// @return the id of a connection that is not configured yet
  String connect(String type) {
    return api.post(connections, Json.object().put("type", type).put("provider", "CUSTOM"))
        .path("connection")
        .path("id")
        .asText();
  }

  /// @param name of the configuration, `oidc_config` or `saml_config`
  /// @return how it is now
  JsonNode configure(String id, String type, String name, ObjectNode config) {
    ObjectNode update = Json.object().put("type", type).put("provider", "CUSTOM");
    update.put("configuration_type", "DISCOVERY").set(name, config);
    return api.patch(connections + "/" + id, update).path("connection").path(name);
  }

  /// Where a connection is, below what the API and the pages begin with.
  String path(String id) {
    return (connections + "/" + id).replace("/api/v1", "");
  }

  void enable(String id) {
    api.patch(connections + "/" + id + ":enable", null);
  }

  JsonNode config(String id, String name) {
    return api.get(connections + "/" + id).path("connection").path(name);
  }

  /// What we publish of a SAML connection.
  String metadata(JsonNode samlConfig) {
    URI url = URI.create(samlConfig.path("sp_metadata_url").asText());
    return new Browser().get(server.plainUrl() + url.getPath()).body();
  }
}
