package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.platform.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `POST /oauth/introspect` (RFC 7662): what one of the caller's own tokens stands for now. About
/// any other text it says that it is not active, and nothing else.
final class Introspection implements ClientCall {
  static final String PATH = "/oauth/introspect";

  private final PresentedToken.Reader tokens;
  private final Grants grants;

  Introspection(PresentedToken.Reader tokens, Grants grants) {
    this.tokens = tokens;
    this.grants = grants;
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
    Optional<ObjectNode> answer =
        switch (tokens.read(client, form.get("token"))) {
          case PresentedToken.OfPerson(UserAccess access) -> ofPerson(client, access);
          case PresentedToken.Refresh(RefreshToken token) -> refresh(client, token);
          case PresentedToken.OfClient(Verdict.Accepted accepted) ->
              Optional.of(ofClient(client, accepted));
          case PresentedToken.Unknown() -> Optional.empty();
        };
    return Answers.json(answer.orElseGet(() -> Json.object().put("active", false)));
  }

  private Optional<ObjectNode> ofPerson(ApiClient client, UserAccess access) {
    return grants
        .find(client.environment(), access.session(), access.id())
        .map(authorization -> {
          ObjectNode answer = active(client, authorization.identity().name(), "Bearer");
          answer.put("jti", access.id().toString());
          answer.put("iat", access.issued().getEpochSecond());
          return described(answer, authorization, access.expiry());
        });
  }

  private Optional<ObjectNode> refresh(ApiClient client, RefreshToken token) {
    return grants
        .find(client.environment(), token)
        .filter(grant -> grant.authorization().client().equals(client.id()))
        .map(grant ->
            described(
                active(client, grant.authorization().identity().name(), "refresh_token"),
                grant.authorization(),
                grant.expireTime()));
  }

  private ObjectNode ofClient(ApiClient client, Verdict.Accepted accepted) {
    return active(client, client.id().toString(), "Bearer")
        .put("jti", accepted.tokenId())
        .put("exp", accepted.expiry().getEpochSecond())
        .put("scope", AccessTokens.SCOPE);
  }

  private ObjectNode active(ApiClient client, String subject, String type) {
    return Json.object()
        .put("active", true)
        .put("iss", tokens.issuer(client.environment()))
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
}
