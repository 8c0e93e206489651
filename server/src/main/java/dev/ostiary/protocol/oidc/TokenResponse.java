package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a provider's token endpoint answered to a code (OpenID Connect Core, section 3.1.3.3; RFC
/// 6749, section 5.2).
public sealed interface TokenResponse {
  /// @param idToken not judged yet
  record Tokens(String idToken, Secret accessToken) implements TokenResponse {}

  /// The provider refused.
  record Refused(String error, @Nullable String description) implements TokenResponse {}

  /// There is no answer by the standard.
  ///
  /// @param found in plain words
  record Malformed(String found) implements TokenResponse {}

  /// Reads the answer.
  static TokenResponse read(int status, @Nullable String contentType, String body) {
    if (contentType == null
        || !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return new Malformed(
          "status "
              + status
              + " with the content type "
              + (contentType == null ? "none" : OAuthError.tame(contentType))
              + ", expected application/json");
    }
    ObjectNode json;
    try {
      json = Json.parseObject(body);
    } catch (Json.MalformedJson e) {
      return new Malformed("an answer that is no valid JSON object: " + e.getMessage());
    }
    if (json.path("error").isTextual()) {
      JsonNode description = json.path("error_description");
      return new Refused(
          OAuthError.tame(json.path("error").asText()),
          description.isTextual() ? OAuthError.tame(description.asText()) : null);
    }
    if (status != 200) {
      return new Malformed("status " + status + " without an error, expected 200");
    }
    String idToken = json.path("id_token").textValue();
    String accessToken = json.path("access_token").textValue();
    if (idToken == null || accessToken == null || accessToken.isEmpty()) {
      return new Malformed(
          "an answer without "
              + (idToken == null ? "id_token; the scope openid must be granted" : "access_token"));
    }
    if (!"bearer".equalsIgnoreCase(json.path("token_type").asText())) {
      return new Malformed("an answer whose token_type is not Bearer");
    }
    return new Tokens(idToken, new Secret(accessToken));
  }
}
