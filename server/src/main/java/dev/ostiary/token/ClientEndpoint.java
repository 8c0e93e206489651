package dev.ostiary.token;

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
import dev.ostiary.platform.database.DatabaseUnavailable;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the calls of clients: checks the request, then the client, and only then asks what the
/// call is about.
final class ClientEndpoint implements HttpServiceWithRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ClientEndpoint.class);

  /// A form with a code, its verifier and a redirect URI stays far below.
  private static final long MAX_BODY = 16 * 1024;

  private final Environments environments;
  private final ClientAuthentication clients;
  private final ClientCall call;

  ClientEndpoint(Environments environments, ClientAuthentication clients, ClientCall call) {
    this.environments = environments;
    this.clients = clients;
    this.call = call;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.builder().methods(HttpMethod.POST).path(call.path()).build());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) {
    ctx.setMaxRequestLength(MAX_BODY);
    return HttpResponse.of(
        req.aggregate()
            .thenApplyAsync(
                request -> answer(request, ctx.clientAddress()), ctx.blockingTaskExecutor()));
  }

  private HttpResponse answer(AggregatedHttpRequest request, InetAddress from) {
    try {
      Environment environment = environment(request.authority());
      refuseQuery(request.path());
      refuseOtherContent(request.contentType());
      Form form = Form.parse(request.content().array());
      String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
      return ClientProof.isOfMachine(form, authorization)
          ? call.answerMachine(
              environment,
              clients.authenticateMachine(
                  environment.id(), ClientProof.of(form, authorization), from),
              form)
          : call.answer(clients.authenticate(environment.id(), form, authorization, from), form);
    } catch (OAuthRefusal refusal) {
      LOG.atInfo()
          .addKeyValue("path", call.path())
          .addKeyValue("authority", request.authority())
          .addKeyValue("error", refusal.code())
          .addKeyValue("description", refusal.description())
          .log("client refused");
      return Answers.refusal(refusal);
    } catch (DatabaseUnavailable e) {
      LOG.atWarn().setCause(e).addKeyValue("path", call.path()).log("no database");
      return Answers.refusal(OAuthRefusal.unavailable());
    }
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
}
