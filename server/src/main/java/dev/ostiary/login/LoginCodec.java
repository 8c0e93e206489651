package dev.ostiary.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.ClientId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How requests and steps are stored.
final class LoginCodec {
  private LoginCodec() {}

  static String write(AppRequest request) {
    ObjectNode json = Json.object();
    json.put("client_id", request.client().toString());
    json.put("redirect_uri", request.redirectUri());
    json.put("response_mode", request.responseMode().name());
    ArrayNode scopes = json.putArray("scopes");
    request.scopes().forEach(scopes::add);
    put(json, "state", request.state());
    put(json, "nonce", request.nonce());
    put(json, "code_challenge", request.codeChallenge());
    put(json, "prompt", request.prompt() == null ? null : request.prompt().name());
    if (request.maxAge() != null) {
      json.put("max_age", request.maxAge());
    }
    put(json, "login_hint", request.loginHint());
    put(json, "subject", request.subject());
    return Json.text(json);
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  static AppRequest readRequest(String text) {
    JsonNode json = Json.parse(text);
    Set<String> scopes = new LinkedHashSet<>();
    json.path("scopes").forEach(scope -> scopes.add(scope.asText()));
    String prompt = text(json, "prompt");
    return new AppRequest(
        ClientId.parse("client_id", json.path("client_id").asText()),
        json.path("redirect_uri").asText(),
        ResponseMode.valueOf(json.path("response_mode").asText()),
        scopes,
        text(json, "state"),
        text(json, "nonce"),
        text(json, "code_challenge"),
        prompt == null ? null : Prompt.valueOf(prompt),
        json.has("max_age") ? Integer.valueOf(json.path("max_age").asInt()) : null,
        text(json, "login_hint"),
        text(json, "subject"));
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.has(name) ? json.path(name).asText() : null;
  }

  static String write(List<LoginStep> steps) {
    ObjectNode holder = Json.object();
    ArrayNode array = holder.putArray("steps");
    for (LoginStep step : steps) {
      ObjectNode one = array.addObject();
      one.put("time", step.time().toString());
      one.put("what", step.what());
      ObjectNode facts = one.putObject("facts");
      step.facts().forEach(facts::put);
    }
    return Json.text(array);
  }

  static List<LoginStep> readSteps(String text) {
    List<LoginStep> steps = new ArrayList<>();
    for (JsonNode one : Json.parse(text)) {
      Map<String, String> facts = new LinkedHashMap<>();
      one.path("facts")
          .properties()
          .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
      steps.add(
          new LoginStep(
              Instant.parse(one.path("time").asText()), one.path("what").asText(), facts));
    }
    return steps;
  }
}
