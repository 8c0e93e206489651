package dev.ostiary.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.event.LogFilter;
import dev.ostiary.event.LogReader;
import dev.ostiary.event.LogReader.Stretch;
import dev.ostiary.event.OpenReaders;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.http.CallRecord;
import dev.ostiary.wire.webhooks.WebhookEndpoint.PayloadFormat;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// `GET /api/v1/events/stream`: the log as server-sent events. Each has its cursor as `id`, its
/// type as `event` and the payload, byte for byte what webhooks are sent, as `data`. A reader that
/// comes back says in `Last-Event-ID` where it was; a browser does so by itself.
final class EventStreamEndpoint implements HttpServiceWithRoutes {
  static final String PATH = RestService.PREFIX + "events/stream";

  static final Set<String> PARAMETERS = Set.of("after", "organization_id", "type", "format");

  /// Proxies close what was silent for half a minute or more.
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /// A reader comes back by itself, with a token that is good then.
  private static final Duration LONGEST = Duration.ofHours(1);

  /// What one slow reader holds in memory: some 100 KB.
  private static final int STRETCH = 100;

  private final BearerCheck bearers;
  private final LogReader log;
  private final OpenReaders readers;

  EventStreamEndpoint(BearerCheck bearers, LogReader log, OpenReaders readers) {
    this.bearers = bearers;
    this.log = log;
    this.readers = readers;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.builder().methods(HttpMethod.GET).path(PATH).build());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    context.clearRequestTimeout();
    return HttpResponse.of(
        CompletableFuture.supplyAsync(
            () -> answer(context, request), context.blockingTaskExecutor()));
  }

  private HttpResponse answer(ServiceRequestContext context, HttpRequest request) {
    CallRecord record = CallRecord.of(context);
    record.note("method", "EventStream");
    try {
      Caller caller = bearers.caller(request.headers().getAll(HttpHeaderNames.AUTHORIZATION));
      return stream(context, caller, wanted(context.queryParams(), request));
    } catch (RuntimeException e) {
      Status status = Errors.status(e, record.requestId());
      record.note("status", status.getCode());
      return RestErrors.of(status, Errors.trailers(status, e));
    }
  }

  private record Wanted(LogFilter filter, long after, PayloadFormat format) {}

  private Wanted wanted(QueryParams query, HttpRequest request) {
    for (String name : query.names()) {
      if (!PARAMETERS.contains(name)) {
        throw Problem.invalid(name, "there is no such query parameter");
      }
      if (!name.equals("type") && query.getAll(name).size() > 1) {
        throw Problem.invalid(name, "given more than once");
      }
    }
    List<String> types = query.getAll("type");
    String last = request.headers().get("last-event-id", "");
    return new Wanted(
        EventLogMapping.filter(query.get("organization_id", ""), types),
        EventLogMapping.position(last.isEmpty() ? query.get("after", "") : last, log),
        format(query.get("format")));
  }

  private static PayloadFormat format(@Nullable String name) {
    return switch (name) {
      case null -> PayloadFormat.STANDARD;
      case "STANDARD" -> PayloadFormat.STANDARD;
      case "DETAILED" -> PayloadFormat.DETAILED;
      default -> throw Problem.invalid("format", "expected one of: STANDARD, DETAILED");
    };
  }

  private HttpResponse stream(ServiceRequestContext context, Caller caller, Wanted wanted) {
    Runnable leave = readers.enter(caller.cause().actorId());
    HttpResponseWriter out = HttpResponse.streaming();
    out.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.EVENT_STREAM)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set("x-accel-buffering", "no")
            .build());
    ReaderSource source = new ReaderSource(caller, wanted.filter());
    EventStream stream =
        new EventStream(
            out,
            source,
            event -> EventLogMapping.payload(event, wanted.format()),
            context.blockingTaskExecutor(),
            wanted.after());
    var loop = context.eventLoop().withoutContext();
    long pause = KEEP_ALIVE.toMillis();
    var pulse = loop.scheduleAtFixedRate(stream::keepAlive, pause, pause, TimeUnit.MILLISECONDS);
    var end = loop.schedule(source::end, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        out.whenComplete()
            .handle((_, _) -> {
              pulse.cancel(false);
              end.cancel(false);
              source.end();
              leave.run();
              return true;
            });
    context.blockingTaskExecutor().execute(stream::run);
    return out;
  }

  /// What one caller may read.
  private final class ReaderSource implements EventStream.Source {
    private final Caller caller;
    private final LogFilter filter;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<LogReader.@Nullable Waiting> waiting = new AtomicReference<>();
    private volatile Runnable wake = () -> {};

    ReaderSource(Caller caller, LogFilter filter) {
      this.caller = caller;
      this.filter = filter;
    }

    @Override
    public Stretch read(long after) {
      return log.read(caller.environment(), after, filter, STRETCH);
    }

    @Override
    public void await(long after, Runnable wake) {
      this.wake = wake;
      waiting.set(log.await(caller.environment(), after, filter, wake));
      if (ended.get()) {
        end();
      }
    }

    @Override
    public boolean over() {
      return ended.get() || log.closed();
    }

    void end() {
      ended.set(true);
      LogReader.Waiting reader = waiting.get();
      if (reader != null && reader.end()) {
        wake.run();
      }
    }
  }
}
