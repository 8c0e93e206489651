package dev.ostiary.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.TokenId;
import dev.ostiary.token.Verdict.Accepted;
import dev.ostiary.token.Verdict.Reason;
import dev.ostiary.token.Verdict.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The access tokens with which API clients call us: signed JWTs (wire contract, section 3.5), so
/// that any node can check one, and a look at the client, so that a deleted one is shut out at
/// once.
public final class AccessTokens {
  static final Duration LIFE = Duration.ofDays(1);

  /// The one scope an API client has; what it may do follows from its environment.
  static final String SCOPE = "openid";

  /// They have about 1000 characters.
  static final int MAX_LENGTH = 4096;

  /// How far the clock of the node that issued a token may run ahead of ours.
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private final SigningKeys keys;
  private final Environments environments;
  private final RecentClients clients;
  private final IdSource ids;
  private final InstantSource clock;

  public AccessTokens(
      SigningKeys keys,
      Environments environments,
      ApiClients clients,
      IdSource ids,
      InstantSource clock) {
    this.keys = keys;
    this.environments = environments;
    this.clients = new RecentClients(clients, clock);
    this.ids = ids;
    this.clock = clock;
  }

  public IssuedToken issue(ApiClient client) {
    String issuer = issuer(client.environment());
    // Whole seconds, rounded down: never ahead of the clock of whoever checks.
    long now = clock.instant().getEpochSecond();
    ObjectNode claims = Json.object();
    claims.put("iss", issuer);
    claims.put("sub", client.id().toString());
    claims.put("client_id", client.id().toString());
    claims.putArray("aud").add(issuer);
    claims.put("iat", now);
    claims.put("nbf", now);
    claims.put("exp", now + LIFE.toSeconds());
    claims.put("jti", new TokenId(ids.next()).toString());
    claims.putArray("scopes").add(SCOPE);
    claims.put("scope", SCOPE);
    String token = OwnToken.sign(keys.signing(client.environment()), claims);
    // One second of the last one has begun already.
    return new IssuedToken(new Secret(token), LIFE.toSeconds() - 1, SCOPE);
  }

  /// Judges a token that was presented in a request to `environment`.
  ///
  /// @param bearer what stood behind `Bearer ` in the header, as it came
  public Verdict verify(EnvironmentId environment, String bearer) {
    return switch (verify(bearer)) {
      case Accepted accepted when !accepted.environment().equals(environment) ->
          new Rejected(Reason.WRONG_ENVIRONMENT);
      case Verdict verdict -> verdict;
    };
  }

  /// Judges a token where the request itself names no environment: it acts in that of its client.
  public Verdict verify(String bearer) {
    return switch (OwnToken.read(bearer, MAX_LENGTH, keys)) {
      case OwnToken.Refused(Reason reason) -> new Rejected(reason);
      case OwnToken.Signed(SigningKey key, ObjectNode claims) -> judge(key.environment(), claims);
    };
  }

  private Verdict judge(EnvironmentId environment, ObjectNode claims) {
    String issuer = issuer(environment);
    if (!claims.path("iss").asText().equals(issuer)) {
      return new Rejected(Reason.WRONG_ENVIRONMENT);
    }
    if (MachineTokens.isMachine(claims.path("client_id").asText())) {
      return new Rejected(Reason.MACHINE);
    }
    // The same key signs tokens for the app's users; those are for the app and not for us.
    if (!isAudience(claims.path("aud"), issuer)
        || !claims.path("sub").equals(claims.path("client_id"))) {
      return new Rejected(Reason.NOT_FOR_API);
    }
    if (!claims.path("exp").isIntegralNumber() || !claims.path("nbf").isIntegralNumber()) {
      return new Rejected(Reason.MALFORMED);
    }
    Instant now = clock.instant();
    Instant expiry = Instant.ofEpochSecond(claims.path("exp").asLong());
    if (!now.isBefore(expiry)) {
      return new Rejected(Reason.EXPIRED);
    }
    if (now.plus(CLOCK_SKEW).getEpochSecond() < claims.path("nbf").asLong()) {
      return new Rejected(Reason.NOT_YET_VALID);
    }
    Optional<ApiClient> client = client(environment, claims.path("client_id").asText());
    if (client.isEmpty()) {
      return new Rejected(Reason.CLIENT_GONE);
    }
    return client.get().settings().policy().apiAccess()
        ? new Accepted(client.get(), claims.path("jti").asText(), expiry)
        : new Rejected(Reason.NO_API_ACCESS);
  }

  private static boolean isAudience(JsonNode audience, String issuer) {
    return audience.isArray()
        && audience.valueStream().anyMatch(entry -> entry.asText().equals(issuer));
  }

  private Optional<ApiClient> client(EnvironmentId environment, String id) {
    try {
      return clients.find(environment, ClientId.parse("client_id", id));
    } catch (Problem notAnId) {
      return Optional.empty();
    }
  }

  private String issuer(EnvironmentId environment) {
    return environments.get(environment).url().toString();
  }
}
