package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The tokens with which a sign-in that began at an identity provider is handed to the app, so that
/// the app begins one of its own (wire contract, section 3.7). Such a token lets nobody in: it only
/// says where to knock.
public final class HandOverTokens {
  /// From the redirect to the app's own request.
  static final Duration LIFE = Duration.ofMinutes(5);

  private final SigningKeys keys;
  private final InstantSource clock;

  public HandOverTokens(SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /// @param loginHint whom the provider means; an e-mail address as a rule
  /// @param relayState where in the app it wants to go
  public String issue(
      Environment environment,
      OrganizationId organization,
      ConnectionId connection,
      @Nullable String loginHint,
      @Nullable String relayState) {
    long now = clock.instant().getEpochSecond();
    ObjectNode claims = Json.object();
    claims.put("iss", environment.url().toString());
    claims.put("organization_id", organization.toString());
    claims.put("connection_id", connection.toString());
    if (loginHint != null) {
      claims.put("login_hint", loginHint);
    }
    if (relayState != null) {
      claims.put("relay_state", relayState);
    }
    claims.put("iat", now);
    claims.put("nbf", now);
    claims.put("exp", now + LIFE.toSeconds());
    return OwnToken.sign(keys.signing(environment.id()), claims);
  }
}
