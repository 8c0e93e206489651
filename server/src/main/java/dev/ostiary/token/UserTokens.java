package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.TokenId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Writes the tokens that an app gets for a person (wire contract, section 3.5).
final class UserTokens {
  static final Duration ID_TOKEN_LIFE = Duration.ofDays(3);

  /// An app checks `iat` and `nbf` against its own clock, often without any allowance.
  private static final Duration BACKDATE = Duration.ofSeconds(1);

  private final SigningKeys keys;
  private final Environments environments;

  UserTokens(SigningKeys keys, Environments environments) {
    this.keys = keys;
    this.environments = environments;
  }

  /// The body of the token endpoint's answer (RFC 6749, section 5.1).
  ///
  /// @param code that was redeemed; null when a refresh token was
  ObjectNode answer(ApiClient client, Grants.Granted granted, @Nullable Secret code) {
    Authorization authorization = granted.authorization();
    Instant now = granted.now();
    Duration life = client.settings().policy().accessTokenLife();
    Secret access = access(client.environment(), authorization, granted.access(), now, life);
    Secret id = id(client.environment(), authorization, access, code, now);
    ObjectNode answer = Json.object();
    answer.put("access_token", access.reveal());
    answer.put("token_type", "Bearer");
    answer.put("expires_in", life.minus(BACKDATE).toSeconds());
    answer.put("id_token", id.reveal());
    if (granted.refresh() != null) {
      answer.put("refresh_token", granted.refresh().text().reveal());
    }
    answer.put("scope", String.join(" ", authorization.scopes()));
    return answer;
  }

  private Secret access(
      EnvironmentId environment,
      Authorization authorization,
      TokenId id,
      Instant now,
      Duration life) {
    Identity identity = authorization.identity();
    long issued = now.minus(BACKDATE).getEpochSecond();
    ObjectNode claims = Json.object();
    claims.put("iss", issuer(environment));
    claims.put("sub", identity.name());
    claims.putArray("aud").add(authorization.client().toString());
    claims.put("client_id", authorization.client().toString());
    claims.put("iat", issued);
    claims.put("nbf", issued);
    claims.put("exp", issued + life.toSeconds());
    claims.put("jti", id.toString());
    claims.put("oid", identity.organization().toString());
    claims.put("sid", authorization.session().toString());
    authorization.scopes().forEach(claims.putArray("scopes")::add);
    claims.put("scope", String.join(" ", authorization.scopes()));
    return new Secret(OwnToken.sign(keys.signing(environment), claims));
  }

  /// @param code that was redeemed; null when a refresh token was, and then there is no nonce
  ///   either (OpenID Connect Core, section 12.2)
  private Secret id(
      EnvironmentId environment,
      Authorization authorization,
      Secret access,
      @Nullable Secret code,
      Instant now) {
    Identity identity = authorization.identity();
    String client = authorization.client().toString();
    long issued = now.minus(BACKDATE).getEpochSecond();
    ObjectNode claims = Json.object();
    claims.put("iss", issuer(environment));
    claims.put("sub", identity.name());
    claims.putArray("aud").add(client);
    claims.put("azp", client);
    claims.put("client_id", client);
    claims.put("iat", issued);
    claims.put("exp", issued + ID_TOKEN_LIFE.toSeconds());
    claims.put("auth_time", identity.authentication().time().getEpochSecond());
    claims.putArray("amr").add(identity.connection().toString());
    if (identity.authentication().contextClass() != null) {
      claims.put("acr", identity.authentication().contextClass());
    }
    claims.put("oid", identity.organization().toString());
    claims.put("sid", authorization.session().toString());
    claims.put("at_hash", halfHash(access));
    if (code != null) {
      claims.put("c_hash", halfHash(code));
      if (authorization.nonce() != null) {
        claims.put("nonce", authorization.nonce());
      }
    }
    PersonClaims.put(claims, authorization);
    return new Secret(OwnToken.sign(keys.signing(environment), claims));
  }

  /// The left half of the digest that goes with RS256 (OpenID Connect Core, section 3.1.3.6).
  private static String halfHash(Secret text) {
    byte[] digest = Digests.sha256(text.reveal().getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, digest.length / 2));
  }

  private String issuer(EnvironmentId environment) {
    return environments.get(environment).url().toString();
  }
}
