package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.GrantType;
import dev.ostiary.platform.Json;

/// The client acts for itself (RFC 6749, section 4.4). A requested scope is not looked at: there is
/// one, and the answer names it.
final class ClientCredentialsGrant implements Grant {
  private final AccessTokens tokens;

  ClientCredentialsGrant(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public GrantType type() {
    return GrantType.CLIENT_CREDENTIALS;
  }

  @Override
  public ObjectNode redeem(ApiClient client, Form form) {
    IssuedToken issued = tokens.issue(client);
    return Json.object()
        .put("access_token", issued.token().reveal())
        .put("token_type", "Bearer")
        .put("expires_in", issued.expiresIn())
        .put("scope", issued.scope());
  }
}
