package dev.ostiary.platform.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Counts the calls of the port and their time, by method and outcome. Neither holds anything that
/// a caller wrote: a method is one of ours or `other`, an outcome is a gRPC status or an HTTP one.
public final class CallMetrics implements DecoratingHttpServiceFunction {
  private static final String OTHER = "other";

  private final MeterRegistry registry;

  /// Stands behind {@link HttpEdge}, which keeps what is known of a call.
  public CallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public HttpResponse serve(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    var _ = context.log().whenComplete().thenAccept(this::count);
    return delegate.serve(context, request);
  }

  private void count(RequestLog log) {
    Map<String, Object> facts = CallRecord.of(log.context()).facts();
    registry
        .timer(
            "ostiary.api.calls",
            "method",
            String.valueOf(facts.getOrDefault("method", OTHER)),
            "status",
            String.valueOf(facts.getOrDefault("status", log.responseStatus().code())))
        .record(log.totalDurationNanos(), TimeUnit.NANOSECONDS);
  }
}
