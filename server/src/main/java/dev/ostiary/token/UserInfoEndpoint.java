package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.DatabaseUnavailable;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET` and `POST /userinfo` (OpenID Connect Core, section 5.3): what is known of the person whose
/// access token is shown, in the header or in a form (RFC 6750, sections 2.1 and 2.2).
final class UserInfoEndpoint implements HttpServiceWithRoutes {
  static final String PATH = "/userinfo";

  private static final long MAX_BODY = 16 * 1024;

  private final Environments environments;
  private final SigningKeys keys;
  private final Grants grants;
  private final InstantSource clock;

  UserInfoEndpoint(
      Environments environments, SigningKeys keys, Grants grants, InstantSource clock) {
    this.environments = environments;
    this.keys = keys;
    this.grants = grants;
    this.clock = clock;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.builder().methods(HttpMethod.GET, HttpMethod.POST).path(PATH).build());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) {
    ctx.setMaxRequestLength(MAX_BODY);
    return HttpResponse.of(
        req.aggregate().thenApplyAsync(this::answer, ctx.blockingTaskExecutor()));
  }

  private HttpResponse answer(AggregatedHttpRequest request) {
    try {
      String authority = request.authority() == null ? "" : request.authority();
      Environment environment =
          environments
              .findByAuthority(authority)
              .orElseThrow(() -> OAuthRefusal.noEnvironment(authority));
      String token = token(request);
      if (token == null) {
        return Answers.tokenWanted();
      }
      ObjectNode claims = claims(environment, token).orElseThrow(OAuthRefusal::invalidToken);
      return Answers.json(claims);
    } catch (OAuthRefusal refusal) {
      return Answers.refusal(refusal);
    } catch (DatabaseUnavailable e) {
      return Answers.refusal(OAuthRefusal.unavailable());
    }
  }

  private Optional<ObjectNode> claims(Environment environment, String token) {
    return UserAccess.read(
            token, environment.id(), environment.url().toString(), keys, clock.instant())
        .flatMap(access -> grants.find(environment.id(), access.session(), access.id()))
        .map(authorization -> {
          ObjectNode claims = Json.object().put("sub", authorization.identity().name());
          PersonClaims.put(claims, authorization);
          return claims;
        });
  }

  private static @Nullable String token(AggregatedHttpRequest request) {
    String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    MediaType type = request.contentType();
    Optional<String> sent =
        request.method() == HttpMethod.POST && type != null && type.belongsTo(MediaType.FORM_DATA)
            ? Form.parse(request.content().array()).find("access_token")
            : Optional.empty();
    if (header == null) {
      return sent.orElse(null);
    }
    if (sent.isPresent()) {
      throw OAuthRefusal.invalidRequest("the token is sent twice: in the header and in the form");
    }
    return header.toLowerCase(Locale.ROOT).startsWith("bearer ")
        ? header.substring("bearer ".length()).strip()
        : null;
  }
}
