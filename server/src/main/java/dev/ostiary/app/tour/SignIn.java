package dev.ostiary.app.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.QueryParams;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.app.command.Visitor;
import dev.ostiary.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/// The tour's last part: a person signs in to the app through the simulator. The tour plays the
/// browser, then the app's backend.
record SignIn(RestClient api, Guide guide) {
  /// Registered for every client at the first start of a developer's server.
  private static final String APP = "http://localhost:3000/callback";

  void walk() {
    guide.step(
        "A sign-in through the simulator, which stands in for a customer's identity provider");
    Optional<String> connection = simulated();
    if (connection.isEmpty()) {
      guide.did(
          "left out: no enabled connection has the provider IDP_SIMULATOR; a first ./ostiary up"
              + " on a developer's machine makes one");
      return;
    }
    String state = UUID.randomUUID().toString();
    Visitor browser = new Visitor(api);
    String sent = browser.get("/oauth/authorize?" + request(connection.get(), state));
    if (isForApp(sent)) {
      guide.did("left out: the server refuses it: " + parameters(sent).get("error_description"));
      return;
    }
    guide.did("the app sends the browser to /oauth/authorize, which sends it on to the simulator");
    String end =
        browser.post(
            sent,
            Map.of(
                "handle", String.valueOf(parameters(sent).get("handle")),
                "outcome", "sign_in",
                "email", "ada@example.com",
                "given_name", "Ada",
                "family_name", "Lovelace"));
    QueryParams answer = parameters(end);
    if (!isForApp(end) || !state.equals(answer.get("state")) || !answer.contains("code")) {
      throw new CommandFailed("expected a code for the app, found " + answer.names());
    }
    guide.did("Ada signs in there, and the browser comes back to the app with a code");
    ObjectNode tokens =
        api.grant(
            "authorization_code",
            Map.of("code", String.valueOf(answer.get("code")), "redirect_uri", APP));
    guide.did("the app's backend redeems the code, and the ID token says who came in");
    guide.show(person(tokens));
    guide.did("the log of sign-ins has it, too");
    guide.show(record());
  }

  private Optional<String> simulated() {
    JsonNode connections = api.get("/api/v1/connections").path("connections");
    return StreamSupport.stream(connections.spliterator(), false)
        .filter(connection -> connection.path("provider").asText().equals("IDP_SIMULATOR"))
        .map(connection -> connection.path("id").asText())
        .findFirst();
  }

  private String request(String connection, String state) {
    return QueryParams.builder()
        .add("response_type", "code")
        .add("client_id", api.clientId())
        .add("redirect_uri", APP)
        .add("scope", "openid profile email")
        .add("state", state)
        .add("connection_id", connection)
        .build()
        .toQueryString();
  }

  private static boolean isForApp(String url) {
    return url.startsWith(APP + "?");
  }

  private static QueryParams parameters(String url) {
    return QueryParams.fromQueryString(url.substring(url.indexOf('?') + 1));
  }

  private static ObjectNode person(ObjectNode tokens) {
    String payload = tokens.path("id_token").asText().split("\\.", -1)[1];
    ObjectNode claims =
        Json.parseObject(
            new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    return claims.retain("sub", "oid", "email", "email_verified", "given_name", "family_name");
  }

  private ObjectNode record() {
    JsonNode latest =
        api.get("/api/v1/logs/authentication/requests?page_size=1").path("authRequests").path(0);
    return ((ObjectNode) latest)
        .retain("auth_request_id", "connection_id", "email", "status", "timestamp", "workflow");
  }
}
