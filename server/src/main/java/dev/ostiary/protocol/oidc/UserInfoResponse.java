package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a provider's userinfo endpoint answered (OpenID Connect Core, section 5.3).
public sealed interface UserInfoResponse {
  /// Claims about the very person of the ID token.
  record Claims(ObjectNode claims) implements UserInfoResponse {
    public Claims {
      claims = claims.deepCopy();
    }
  }

  /// Nothing in it may be used.
  ///
  /// @param found in plain words
  record Refused(String found) implements UserInfoResponse {}

  /// Reads the answer.
  ///
  /// @param subject of the ID token; section 5.3.2 demands the same
  static UserInfoResponse read(
      int status, @Nullable String contentType, String body, String subject) {
    if (status != 200) {
      return new Refused("status " + status + ", expected 200");
    }
    if (contentType == null
        || !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return new Refused(
          "the content type "
              + (contentType == null ? "none" : OAuthError.tame(contentType))
              + ", expected application/json; switch signing of userinfo off at the provider");
    }
    ObjectNode claims;
    try {
      claims = Json.parseObject(body);
    } catch (Json.MalformedJson e) {
      return new Refused("an answer that is no valid JSON object: " + e.getMessage());
    }
    return subject.equals(claims.path("sub").textValue())
        ? new Claims(claims)
        : new Refused("claims about somebody else: sub is not that of the ID token");
  }
}
