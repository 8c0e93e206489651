package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.GrantType;
import dev.ostiary.platform.Secret;

/// The client redeems the code with which a sign-in ended (RFC 6749, section 4.1.3; RFC 7636).
final class AuthorizationCodeGrant implements Grant {
  private final Grants grants;
  private final UserTokens tokens;

  AuthorizationCodeGrant(Grants grants, UserTokens tokens) {
    this.grants = grants;
    this.tokens = tokens;
  }

  @Override
  public GrantType type() {
    return GrantType.AUTHORIZATION_CODE;
  }

  @Override
  public ObjectNode redeem(ApiClient client, Form form) {
    Secret code = new Secret(form.get("code"));
    Grants.Outcome outcome =
        grants.redeem(
            client, code, form.get("redirect_uri"), form.find("code_verifier").orElse(null));
    return switch (outcome) {
      case Grants.Refused(String why) -> throw OAuthRefusal.invalidGrant(why);
      case Grants.Granted granted -> tokens.answer(client, granted, code);
    };
  }
}
