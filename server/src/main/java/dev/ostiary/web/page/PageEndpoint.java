package dev.ostiary.web.page;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.DatabaseUnavailable;
import dev.ostiary.platform.http.CallRecord;
import dev.ostiary.platform.http.CrossSite;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves one route of the pages: finds the environment, refuses forms that other sites made, and
/// turns whatever goes wrong into a page that says so.
public final class PageEndpoint implements HttpServiceWithRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(PageEndpoint.class);

  /// A form with a metadata document of the size we read from elsewhere, encoded.
  private static final long MAX_FORM = 4L * 1024 * 1024;

  private final PageRoute route;
  private final Environments environments;
  private final InstantSource clock;

  public PageEndpoint(PageRoute route, Environments environments, InstantSource clock) {
    this.route = route;
    this.environments = environments;
    this.clock = clock;
  }

  @Override
  public Set<Route> routes() {
    var builder = Route.builder().path(route.pattern());
    return Set.of(
        (route.method() == PageRoute.Method.GET
                ? builder.methods(HttpMethod.GET, HttpMethod.HEAD)
                : builder.methods(HttpMethod.POST))
            .build());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    context.setMaxRequestLength(MAX_FORM);
    CompletableFuture<FormBody> body = request.aggregate().thenCompose(FormBody::read);
    return HttpResponse.of(
        body.thenApplyAsync(form -> serve(context, form), context.blockingTaskExecutor()));
  }

  private HttpResponse serve(ServiceRequestContext context, FormBody body) {
    AggregatedHttpRequest request = body.request();
    // The pattern, for the path of a link is a secret.
    CallRecord.of(context).note("method", route.method() + " " + route.pattern());
    Answer answer;
    try {
      answer = answer(context, request, body.parameters());
    } catch (Problem problem) {
      answer = ErrorPage.of(problem, CallRecord.of(context).requestId());
    } catch (DatabaseUnavailable e) {
      LOG.atWarn().setCause(e).log("page without database");
      answer = ErrorPage.unavailable(CallRecord.of(context).requestId());
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("request_id", CallRecord.of(context).requestId())
          .log("page failed");
      answer = ErrorPage.fault(CallRecord.of(context).requestId());
    }
    return response(context, answer);
  }

  private Answer answer(
      ServiceRequestContext context, AggregatedHttpRequest request, QueryParams form) {
    String authority = request.authority() == null ? "" : request.authority();
    Environment environment =
        environments
            .findByAuthority(authority)
            .orElseThrow(() -> Problem.notFound("environment", authority));
    if (route.method() == PageRoute.Method.POST
        && CrossSite.isForeign(
            environment.url(),
            request.headers().get(HttpHeaderNames.ORIGIN),
            request.headers().get("sec-fetch-site"))) {
      throw new Problem(
          Problem.Kind.PERMISSION_DENIED,
          "This form was sent by a page of another site. Open the page here and try again.");
    }
    return route
        .handler()
        .answer(
            new Visit(
                environment,
                clock.instant(),
                CallRecord.of(context).requestId(),
                context.clientAddress().getHostAddress(),
                request.headers(),
                context.pathParams(),
                context.queryParams(),
                form));
  }

  private static HttpResponse response(ServiceRequestContext context, Answer answer) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.valueOf(answer.status()))
            .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy(answer))
            .set(HttpHeaderNames.REFERRER_POLICY, "same-origin");
    if (answer.framedBy().isEmpty()) {
      headers.set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY");
    }
    if (!answer.location().isEmpty()) {
      headers.set(HttpHeaderNames.LOCATION, answer.location());
    }
    if (!answer.disposition().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_DISPOSITION, answer.disposition());
    }
    answer.cookies().forEach(cookie -> headers.add(HttpHeaderNames.SET_COOKIE, cookie));
    @Nullable Live live = answer.live();
    return live == null
        ? HttpResponse.of(headers.build(), HttpData.wrap(answer.body()))
        : LiveStream.open(context, headers.build(), live);
  }

  /// Everything comes from here, nothing is inline; a customer's logo may come from its own place.
  private static String policy(Answer answer) {
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
        + (answer.framedBy().isEmpty() ? "'none'" : String.join(" ", answer.framedBy()));
  }
}
