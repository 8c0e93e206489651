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
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.database.DatabaseUnavailable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /oauth/token` (RFC 6749, section 3.2): checks the request, then the client, then asks the
/// grant.
public final class TokenEndpoint implements HttpServiceWithRoutes {
  private static final Logger log = LoggerFactory.getLogger(TokenEndpoint.class);

  private static final String PATH = "/oauth/token";

  /// A form with a code, its verifier and a redirect URI stays far below.
  private static final long MAX_BODY = 16 * 1024;

  private final Environments environments;
  private final ApiClients clients;
  private final List<Grant> grants;

  public TokenEndpoint(Environments environments, ApiClients clients, AccessTokens tokens) {
    this.environments = environments;
    this.clients = clients;
    this.grants = List.of(new ClientCredentialsGrant(tokens));
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.builder().methods(HttpMethod.POST).path(PATH).build());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) {
    ctx.setMaxRequestLength(MAX_BODY);
    return HttpResponse.of(
        req.aggregate().thenApplyAsync(this::answer, ctx.blockingTaskExecutor()));
  }

  private HttpResponse answer(AggregatedHttpRequest request) {
    try {
      return Answers.json(200, "no-store", grant(request));
    } catch (OAuthRefusal refusal) {
      log.atInfo()
          .addKeyValue("authority", request.authority())
          .addKeyValue("error", refusal.code())
          .addKeyValue("description", refusal.description())
          .log("token refused");
      return Answers.refusal(refusal);
    } catch (DatabaseUnavailable e) {
      log.atWarn().setCause(e).log("token endpoint without database");
      return Answers.refusal(OAuthRefusal.unavailable());
    }
  }

  private ObjectNode grant(AggregatedHttpRequest request) {
    Environment environment = environment(request.authority());
    refuseQuery(request.path());
    refuseOtherContent(request.contentType());
    Form form = Form.parse(request.content().array());
    String type = form.get("grant_type");
    ClientProof proof = ClientProof.of(form, request.headers().get(HttpHeaderNames.AUTHORIZATION));
    ApiClient client =
        clients
            .authenticate(environment.id(), proof.id(), proof.secret())
            .orElseThrow(OAuthRefusal::invalidClient);
    ObjectNode answer = grant(type).redeem(client, form);
    log.atInfo()
        .addKeyValue("environment", environment.id())
        .addKeyValue("client", client.id())
        .addKeyValue("grant_type", type)
        .log("token issued");
    return answer;
  }

  private Environment environment(@Nullable String authority) {
    String named = authority == null ? "" : authority;
    return environments.findByAuthority(named).orElseThrow(() -> OAuthRefusal.noEnvironment(named));
  }

  /// A secret in a URL ends up in the logs of everything on the way.
  private static void refuseQuery(String path) {
    if (path.indexOf('?') >= 0) {
      throw OAuthRefusal.invalidRequest("send all parameters in the body, none in the URL");
    }
  }

  private static void refuseOtherContent(@Nullable MediaType type) {
    if (type == null || !type.belongsTo(MediaType.FORM_DATA)) {
      throw OAuthRefusal.invalidRequest(
          "expected Content-Type: application/x-www-form-urlencoded, found "
              + (type == null ? "none" : type.withoutParameters()));
    }
  }

  private Grant grant(String type) {
    return grants.stream()
        .filter(grant -> grant.type().equals(type))
        .findFirst()
        .orElseThrow(() ->
            OAuthRefusal.unsupportedGrantType(
                "expected one of: "
                    + String.join(", ", grants.stream().map(Grant::type).toList())));
  }
}
