package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An ID token that was believed (OpenID Connect Core, section 2).
public final class IdToken {
  private final ObjectNode claims;

  IdToken(ObjectNode claims) {
    this.claims = claims.deepCopy();
  }

  public String subject() {
    return claims.path("sub").asText();
  }

  /// When the provider last made sure of the person; null when it does not say.
  public @Nullable Instant authenticationTime() {
    JsonNode time = claims.path("auth_time");
    return time.isIntegralNumber() ? Instant.ofEpochSecond(time.asLong()) : null;
  }

  /// `acr`; null when the provider does not say.
  public @Nullable String contextClass() {
    return claims.path("acr").textValue();
  }

  /// `amr`; empty when the provider does not say.
  public List<String> methods() {
    return claims
        .path("amr")
        .valueStream()
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }

  /// The provider's name for the person's session; null when it has none.
  public @Nullable String session() {
    return claims.path("sid").textValue();
  }

  /// All claims.
  public ObjectNode claims() {
    return claims.deepCopy();
  }
}
