package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.event.LogFilter;
import dev.ostiary.event.LogReader;
import dev.ostiary.event.LogReader.Stretch;
import dev.ostiary.event.OpenReaders;
import dev.ostiary.platform.http.CallRecord;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.log.EventLogServiceGrpc.EventLogServiceImplBase;
import dev.ostiary.wire.log.GetOrganizationStateRequest;
import dev.ostiary.wire.log.GetOrganizationStateResponse;
import dev.ostiary.wire.log.ReadEventsRequest;
import dev.ostiary.wire.log.ReadEventsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// `ostiary.v1.events.EventLogService`: the log by cursor, and the state that belongs to one.
final class EventLogGrpc extends EventLogServiceImplBase {
  private static final int DEFAULT_LIMIT = 100;

  /// What the answer to a wait may take beyond it.
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final LogReader log;
  private final OpenReaders readers;
  private final OrganizationStates states;

  EventLogGrpc(LogReader log, OpenReaders readers, OrganizationStates states) {
    this.log = log;
    this.readers = readers;
    this.states = states;
  }

  @Override
  public void readEvents(ReadEventsRequest request, StreamObserver<ReadEventsResponse> observer) {
    Read read =
        new Read(
            Caller.current(),
            EventLogMapping.filter(request.getOrganizationId(), request.getTypeList()),
            EventLogMapping.position(request.getAfter(), log),
            request,
            observer);
    Stretch first = read.next();
    if (!first.events().isEmpty() || first.more() || request.getWait() == 0) {
      read.answer(first);
    } else {
      waitFor(read);
    }
  }

  /// One call of ReadEvents.
  private final class Read {
    private final Caller caller;
    private final LogFilter filter;
    private final long after;
    private final ReadEventsRequest request;
    private final StreamObserver<ReadEventsResponse> observer;

    Read(
        Caller caller,
        LogFilter filter,
        long after,
        ReadEventsRequest request,
        StreamObserver<ReadEventsResponse> observer) {
      this.caller = caller;
      this.filter = filter;
      this.after = after;
      this.request = request;
      this.observer = observer;
    }

    Stretch next() {
      int limit = request.getLimit() == 0 ? DEFAULT_LIMIT : request.getLimit();
      return log.read(caller.environment(), after, filter, limit);
    }

    void answer(Stretch found) {
      send(observer, EventLogMapping.wire(found, request.getFormat()));
    }
  }

  /// Answers when something happens or the time is up; until then no thread is busy with it.
  private void waitFor(Read read) {
    ServiceRequestContext context = ServiceRequestContext.current();
    CallRecord record = CallRecord.current();
    Duration patience = Duration.ofSeconds(read.request.getWait());
    context.setRequestTimeout(TimeoutMode.EXTEND, patience.plus(MARGIN));
    Runnable leave = readers.enter(read.caller.cause().actorId());
    Runnable answer =
        () -> {
          leave.run();
          try {
            read.answer(read.next());
          } catch (RuntimeException e) {
            Status status = Errors.status(e, record.requestId());
            read.observer.onError(status.asRuntimeException(Errors.trailers(status, e)));
          }
        };
    LogReader.Waiting waiting =
        log.await(read.caller.environment(), read.after, read.filter, answer);
    var timer =
        context
            .eventLoop()
            .withoutContext()
            .schedule(
                () -> {
                  if (waiting.end()) {
                    context.blockingTaskExecutor().execute(answer);
                  }
                },
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    var _ =
        context
            .log()
            .whenComplete()
            .thenRun(() -> {
              timer.cancel(false);
              if (waiting.end()) {
                leave.run(); // the caller has gone
              }
            });
  }

  @Override
  public void getOrganizationState(
      GetOrganizationStateRequest request, StreamObserver<GetOrganizationStateResponse> observer) {
    send(
        observer,
        states.get(Caller.current().environment(), OrganizationId.parse("id", request.getId())));
  }
}
