package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `POST /oauth/introspect` (RFC 7662): what one of the caller's own tokens stands for now. About
/// any other text it says that it is not active, and nothing else.
final class Introspection implements ClientCall {
  static final String PATH = "/oauth/introspect";

  private final Environments environments;
  private final SigningKeys keys;
  private final AccessTokens apiTokens;
  private final Grants grants;
  private final InstantSource clock;

  Introspection(
      Environments environments,
      SigningKeys keys,
      AccessTokens apiTokens,
      Grants grants,
      InstantSource clock) {
    this.environments = environments;
    this.keys = keys;
    this.apiTokens = apiTokens;
    this.grants = grants;
    this.clock = clock;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public HttpResponse answer(ApiClient client, Form form) {
    if (client.settings().type().isPublic()) {
      // Section 2.1: a caller that proved nothing could try out tokens that it found.
      throw OAuthRefusal.invalidClient();
    }
    String token = form.get("token");
    ObjectNode answer =
        ofPerson(client, token)
            .or(() -> refresh(client, token))
            .or(() -> ofClient(client, token))
            .orElseGet(() -> Json.object().put("active", false));
    return Answers.json(answer);
  }

  private Optional<ObjectNode> ofPerson(ApiClient client, String token) {
    EnvironmentId environment = client.environment();
    return UserAccess.read(token, environment, issuer(environment), keys, clock.instant())
        .filter(access -> access.client().equals(client.id()))
        .flatMap(access ->
            grants
                .find(environment, access.session(), access.id())
                .map(authorization -> {
                  ObjectNode answer = active(client, authorization.identity().name(), "Bearer");
                  answer.put("jti", access.id().toString());
                  answer.put("iat", access.issued().getEpochSecond());
                  return described(answer, authorization, access.expiry());
                }));
  }

  private Optional<ObjectNode> refresh(ApiClient client, String token) {
    return RefreshToken.parse(token)
        .flatMap(parsed -> grants.find(client.environment(), parsed))
        .filter(grant -> grant.authorization().client().equals(client.id()))
        .map(grant ->
            described(
                active(client, grant.authorization().identity().name(), "refresh_token"),
                grant.authorization(),
                grant.expireTime()));
  }

  private Optional<ObjectNode> ofClient(ApiClient client, String token) {
    return switch (apiTokens.verify(client.environment(), token)) {
      case Verdict.Accepted accepted when accepted.client().id().equals(client.id()) -> {
        ObjectNode answer = active(client, client.id().toString(), "Bearer");
        answer.put("jti", accepted.tokenId());
        answer.put("exp", accepted.expiry().getEpochSecond());
        answer.put("scope", AccessTokens.SCOPE);
        yield Optional.of(answer);
      }
      case Verdict.Accepted _, Verdict.Rejected _ -> Optional.empty();
    };
  }

  private ObjectNode active(ApiClient client, String subject, String type) {
    return Json.object()
        .put("active", true)
        .put("iss", issuer(client.environment()))
        .put("client_id", client.id().toString())
        .put("sub", subject)
        .put("token_type", type);
  }

  private static ObjectNode described(
      ObjectNode answer, Authorization authorization, Instant expiry) {
    List<String> scopes = authorization.scopes();
    answer.putArray("aud").add(authorization.client().toString());
    return answer
        .put("scope", String.join(" ", scopes))
        .put("sid", authorization.session().toString())
        .put("exp", expiry.getEpochSecond());
  }

  private String issuer(EnvironmentId environment) {
    return environments.get(environment).url().toString();
  }
}
