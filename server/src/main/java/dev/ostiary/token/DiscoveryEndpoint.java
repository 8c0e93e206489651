package dev.ostiary.token;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.database.DatabaseUnavailable;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The public documents of an environment: its keys, and its metadata under both well-known names.
/// Any page may read them.
final class DiscoveryEndpoint implements HttpServiceWithRoutes {
  static final String KEYS = "/keys";

  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";

  /// A key is published a month before it signs; only when one must be replaced at once does it
  /// matter how soon that is seen.
  private static final String CACHE = "public, max-age=300";

  private final Environments environments;
  private final SigningKeys keys;

  DiscoveryEndpoint(Environments environments, SigningKeys keys) {
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
          .map(environment ->
              wantsKeys ? keys.jwks(environment.id()) : ServerMetadata.of(environment))
          .map(document -> Answers.open(CACHE, document))
          .orElseGet(() -> Answers.refusal(OAuthRefusal.noEnvironment(authority)));
    } catch (DatabaseUnavailable e) {
      return Answers.refusal(OAuthRefusal.unavailable());
    }
  }
}
