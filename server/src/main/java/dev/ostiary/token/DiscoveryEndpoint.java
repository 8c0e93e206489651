package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.DatabaseUnavailable;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The public documents of an environment: its keys, and its metadata under both well-known names
/// (RFC 8414; OpenID Connect Discovery 1.0). They name what is served, and nothing else.
public final class DiscoveryEndpoint implements HttpServiceWithRoutes {
  private static final String KEYS = "/keys";
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";

  /// Short: an app that meets an unknown key id should soon find it here.
  private static final String CACHE = "public, max-age=60";

  private final Environments environments;
  private final SigningKeys keys;

  public DiscoveryEndpoint(Environments environments, SigningKeys keys) {
    this.environments = environments;
    this.keys = keys;
  }

  @Override
  public Set<Route> routes() {
    return Stream.of(KEYS, OPENID, OAUTH)
        .map(path -> Route.builder().methods(HttpMethod.GET, HttpMethod.HEAD).path(path).build())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) {
    String authority = req.authority() == null ? "" : req.authority();
    boolean wantsKeys = ctx.path().equals(KEYS);
    return HttpResponse.of(
        CompletableFuture.supplyAsync(
            () -> answer(authority, wantsKeys), ctx.blockingTaskExecutor()));
  }

  private HttpResponse answer(String authority, boolean wantsKeys) {
    try {
      return environments
          .findByAuthority(authority)
          .map(environment -> wantsKeys ? keys.jwks(environment.id()) : metadata(environment))
          .map(document -> Answers.json(200, CACHE, document))
          .orElseGet(() -> Answers.refusal(OAuthRefusal.noEnvironment(authority)));
    } catch (DatabaseUnavailable e) {
      return Answers.refusal(OAuthRefusal.unavailable());
    }
  }

  private static ObjectNode metadata(Environment environment) {
    String url = environment.url().toString();
    ObjectNode metadata = Json.object();
    metadata.put("issuer", url);
    metadata.put("token_endpoint", url + "/oauth/token");
    metadata.put("jwks_uri", url + KEYS);
    metadata.putArray("scopes_supported").add(AccessTokens.SCOPE);
    metadata.putArray("grant_types_supported").add("client_credentials");
    metadata
        .putArray("token_endpoint_auth_methods_supported")
        .add("client_secret_post")
        .add("client_secret_basic");
    return metadata;
  }
}
