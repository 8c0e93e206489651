package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.GrantType;

/// The client exchanges a refresh token for new tokens and the next refresh token (RFC 6749,
/// section 6; RFC 9700, section 4.14.2). The scopes stay those of the sign-in.
final class RefreshTokenGrant implements Grant {
  private final Grants grants;
  private final UserTokens tokens;

  RefreshTokenGrant(Grants grants, UserTokens tokens) {
    this.grants = grants;
    this.tokens = tokens;
  }

  @Override
  public GrantType type() {
    return GrantType.REFRESH_TOKEN;
  }

  @Override
  public ObjectNode redeem(ApiClient client, Form form) {
    return switch (grants.refresh(client, form.get("refresh_token"))) {
      case Grants.Refused(String why) -> throw OAuthRefusal.invalidGrant(why);
      case Grants.Granted granted -> tokens.answer(client, granted, null);
    };
  }
}
