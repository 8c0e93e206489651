package dev.ostiary.platform.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Stands before everything on the port: gives each request its id, each answer its headers, and
/// each call its one line in the log.
public final class HttpEdge implements DecoratingHttpServiceFunction {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEdge.class);

  private final Supplier<String> requestIds;

  private HttpEdge(Supplier<String> requestIds) {
    this.requestIds = requestIds;
  }

  /// Puts the edge before a server.
  ///
  /// @param requestIds names requests whose callers did not
  /// @param https whether people reach this server by https, here or at a proxy in front of it
  public static void install(ServerBuilder server, Supplier<String> requestIds, boolean https) {
    SecurityHeaders.install(server, https);
    TransferCodings.install(server);
    server.decorator(new HttpEdge(requestIds));
  }

  @Override
  public HttpResponse serve(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    CallRecord record =
        CallRecord.begin(context, request.headers().get(CallRecord.REQUEST_ID), requestIds);
    context.mutateAdditionalResponseHeaders(
        headers -> headers.set(CallRecord.REQUEST_ID, record.requestId()));
    var _ = context.log().whenComplete().thenAccept(log -> write(log, record));
    return delegate.serve(context, request);
  }

  private static void write(RequestLog log, CallRecord record) {
    Map<String, Object> facts = new LinkedHashMap<>();
    // The path alone: a query may hold what nobody should read.
    facts.put("method", log.context().method() + " " + log.context().path());
    facts.put("status", log.responseStatus().code());
    facts.put("millis", TimeUnit.NANOSECONDS.toMillis(log.totalDurationNanos()));
    facts.put("request_id", record.requestId());
    facts.putAll(record.facts());
    LoggingEventBuilder line = LOG.atInfo();
    for (Map.Entry<String, Object> fact : facts.entrySet()) {
      line = line.addKeyValue(fact.getKey(), fact.getValue());
    }
    line.log("call served");
  }
}
