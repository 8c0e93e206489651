package dev.ostiary.login;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.environment.Branding;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.DatabaseUnavailable;
import dev.ostiary.platform.http.CallRecord;
import dev.ostiary.platform.id.ConnectionId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before a {@link BrowserEndpoint}: finds the environment, reads the request, and makes
/// sure that a browser always gets an answer that a person can read, and never one that somebody
/// else's page can frame, guess or keep.
final class FrontDoor implements HttpServiceWithRoutes {
  private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);

  /// Longer than a provider may take for its tokens, its keys and its userinfo, one after the
  /// other: a person who waited for a slow provider is to learn that it was slow.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Environments environments;
  private final LoginAttempts attempts;
  private final BrowserEndpoint endpoint;

  FrontDoor(Environments environments, LoginAttempts attempts, BrowserEndpoint endpoint) {
    this.environments = environments;
    this.attempts = attempts;
    this.endpoint = endpoint;
  }

  @Override
  public Set<Route> routes() {
    return endpoint.routes();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) {
    ctx.setRequestTimeout(TimeoutMode.SET_FROM_START, PATIENCE);
    return HttpResponse.of(
        req.aggregate()
            .thenApplyAsync(request -> answer(ctx, request), ctx.blockingTaskExecutor()));
  }

  private HttpResponse answer(ServiceRequestContext ctx, AggregatedHttpRequest request) {
    String authority = request.authority() == null ? "" : request.authority();
    Reply reply;
    try {
      reply =
          environments
              .findByAuthority(authority)
              .map(environment -> reply(ctx, request, environment))
              .orElseGet(() -> Reply.of(LoginPages.noEnvironment()));
    } catch (DatabaseUnavailable e) {
      log.atWarn().setCause(e).log("front channel without database");
      reply = Reply.of(LoginPages.unavailable());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("request_id", CallRecord.of(ctx).requestId())
          .setCause(e)
          .log("front channel failed");
      reply = Reply.of(LoginPages.broken(CallRecord.of(ctx).requestId()));
    }
    return Replies.http(
        reply, reply.next() instanceof NextStep.Page ? branding(authority) : Branding.NONE);
  }

  /// A page that says what went wrong must not go wrong for its looks.
  private Branding branding(String authority) {
    try {
      return environments
          .findByAuthority(authority)
          .map(environment -> environments.settings(environment.id()).branding())
          .orElse(Branding.NONE);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("page without branding");
      return Branding.NONE;
    }
  }

  private Reply reply(
      ServiceRequestContext ctx, AggregatedHttpRequest request, Environment environment) {
    try {
      return endpoint.serve(visit(ctx, request, environment));
    } catch (LoginRefusal refusal) {
      CallRecord.of(ctx).note("error", refusal.error().name());
      return Reply.of(LoginPages.refused(attempts.refuse(environment.id(), refusal), refusal));
    }
  }

  private static Visit visit(
      ServiceRequestContext ctx, AggregatedHttpRequest request, Environment environment) {
    boolean post = request.method() == HttpMethod.POST;
    Map<String, String> cookies = new LinkedHashMap<>();
    for (Cookie cookie : request.headers().cookies()) {
      cookies.putIfAbsent(cookie.name(), cookie.value());
    }
    String query = Optional.ofNullable(ctx.query()).orElse("");
    return new Visit(
        environment,
        post,
        query,
        Parameters.of(post ? form(request) : query),
        connection(ctx.pathParam("connection")),
        cookies,
        request.headers().get("sec-fetch-site"),
        ctx.clientAddress());
  }

  private static String form(AggregatedHttpRequest request) {
    MediaType type = request.contentType();
    if (type == null || !type.belongsTo(MediaType.FORM_DATA)) {
      throw new LoginRefusal(
          LoginError.invalid_request, "expected a form (application/x-www-form-urlencoded)");
    }
    return request.contentUtf8();
  }

  private static @Nullable ConnectionId connection(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return ConnectionId.parse("connection", text);
    } catch (Problem malformed) {
      throw new LoginRefusal(
          LoginError.invalid_connection_id, "there is no such connection in this environment");
    }
  }
}
