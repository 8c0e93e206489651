package dev.ostiary.interop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import java.util.Map;

/// The administrator of Keycloak's realm, by its REST API.
///
/// @param url of Keycloak
public record KeycloakAdmin(String url, String user, String password) {
  private static final String REALM = "/admin/realms/acme";

  /// A client as Keycloak makes one of a service provider's metadata, to be registered.
  public ObjectNode read(String metadata) {
    return Json.parseObject(
        call(HttpMethod.POST, "/client-description-converter", MediaType.PLAIN_TEXT, metadata)
            .contentUtf8());
  }

  /// @return the path of the client
  public String register(ObjectNode client) {
    String location =
        call(HttpMethod.POST, "/clients", MediaType.JSON, Json.text(client))
            .headers()
            .get("location", "");
    return "/clients/" + location.substring(location.lastIndexOf('/') + 1);
  }

  /// Changes attributes of a client and nothing else.
  public void change(String path, Map<String, String> attributes) {
    ObjectNode client =
        Json.parseObject(call(HttpMethod.GET, path, MediaType.JSON, "").contentUtf8());
    attributes.forEach(client.withObject("attributes")::put);
    call(HttpMethod.PUT, path, MediaType.JSON, Json.text(client));
  }

  private AggregatedHttpResponse call(HttpMethod method, String path, MediaType type, String body) {
    AggregatedHttpResponse answer =
        send(
            RequestHeaders.builder(method, REALM + path)
                .contentType(type)
                .set("authorization", "Bearer " + token())
                .build(),
            body);
    if (!answer.status().isSuccess()) {
      throw new AssertionError(method + " " + path + ": " + answer.status() + answer.contentUtf8());
    }
    return answer;
  }

  private String token() {
    Map<String, String> form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            "admin-cli",
            "username",
            user,
            "password",
            password);
    RequestHeaders head =
        RequestHeaders.builder(HttpMethod.POST, "/realms/master/protocol/openid-connect/token")
            .contentType(MediaType.FORM_DATA)
            .build();
    return Json.parseObject(send(head, Browser.encode(form)).contentUtf8())
        .path("access_token")
        .asText();
  }

  private AggregatedHttpResponse send(RequestHeaders head, String body) {
    return WebClient.of(url)
        .execute(HttpRequest.of(head, HttpData.ofUtf8(body)))
        .aggregate()
        .join();
  }
}
