package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.MachineSettings;
import dev.ostiary.environment.OrganizationClient;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.IdKind;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.TokenId;
import java.time.InstantSource;
import java.util.List;

/// The tokens with which an organization's machines call the app's own API (wire contract, section
/// 3.1). The app checks them by our published keys; our API does not take them.
final class MachineTokens {
  private static final String GRANT_TYPE = "client_credentials";

  private final SigningKeys keys;
  private final IdSource ids;
  private final InstantSource clock;

  MachineTokens(SigningKeys keys, IdSource ids, InstantSource clock) {
    this.keys = keys;
    this.ids = ids;
    this.clock = clock;
  }

  /// Whether a client id is that of a machine.
  static boolean isMachine(String clientId) {
    return clientId.startsWith(IdKind.ORGANIZATION_CLIENT.prefix());
  }

  /// The answer to a machine; there is one grant for it.
  ///
  /// @throws OAuthRefusal when it asks for what it may not have
  ObjectNode redeem(Environment environment, OrganizationClient client, Form form) {
    if (!form.get("grant_type").equals(GRANT_TYPE)) {
      throw OAuthRefusal.unauthorizedClient("this client may use " + GRANT_TYPE + " only");
    }
    List<String> scopes = scopes(client.settings(), form);
    ObjectNode answer = Json.object();
    answer.put("access_token", sign(environment, client, scopes));
    answer.put("token_type", "Bearer");
    answer.put("expires_in", client.settings().tokenLife().toSeconds() - 1);
    if (!scopes.isEmpty()) {
      answer.put("scope", String.join(" ", scopes));
    }
    return answer;
  }

  /// All that the client has, or those of it that the request names.
  private static List<String> scopes(MachineSettings settings, Form form) {
    List<String> wanted =
        form.find("scope").map(text -> List.of(text.strip().split(" +"))).orElse(List.of()).stream()
            .filter(scope -> !scope.isEmpty())
            .distinct()
            .toList();
    for (String scope : wanted) {
      if (!settings.scopes().contains(scope)) {
        throw OAuthRefusal.invalidScope("the client does not have the scope " + scope);
      }
    }
    return wanted.isEmpty() ? settings.scopes() : wanted;
  }

  private String sign(Environment environment, OrganizationClient client, List<String> scopes) {
    // Whole seconds, rounded down: never ahead of the clock of whoever checks.
    long now = clock.instant().getEpochSecond();
    ObjectNode claims = Json.object();
    client.settings().customClaims().values().forEach(claims::put);
    claims.put("iss", environment.url().toString());
    claims.put("sub", client.id().toString());
    claims.put("client_id", client.id().toString());
    claims.put("oid", client.organization().toString());
    claims.put("iat", now);
    claims.put("nbf", now);
    claims.put("exp", now + client.settings().tokenLife().toSeconds());
    claims.put("jti", new TokenId(ids.next()).toString());
    scopes.forEach(claims.putArray("scopes")::add);
    if (!client.settings().audience().isEmpty()) {
      client.settings().audience().forEach(claims.putArray("aud")::add);
    }
    return OwnToken.sign(keys.signing(environment.id()), claims);
  }
}
