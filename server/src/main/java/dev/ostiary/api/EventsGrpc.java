package dev.ostiary.api;

import static dev.ostiary.api.Replies.instant;
import static dev.ostiary.api.Replies.send;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.EventSearch;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.events.EventFilter;
import dev.ostiary.wire.events.EventsServiceGrpc.EventsServiceImplBase;
import dev.ostiary.wire.events.ListEventsPaginatedRequest;
import dev.ostiary.wire.events.ListEventsPaginatedResponse;
import dev.ostiary.wire.events.ListEventsRequest;
import dev.ostiary.wire.events.ListEventsResponse;
import dev.ostiary.wire.events.SendCustomEventRequest;
import dev.ostiary.wire.events.SendCustomEventResponse;
import dev.ostiary.wire.events.Source;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.stream.Stream;

/// `scalekit.v1.events.EventsService`: the log to look through, newest first.
final class EventsGrpc extends EventsServiceImplBase {
  private final EventLog log;

  EventsGrpc(EventLog log) {
    this.log = log;
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> observer) {
    Page<Event> page = page(request.getFilter(), request.getPageSize(), request.getPageToken());
    send(
        observer,
        ListEventsResponse.newBuilder()
            .addAllEvents(page.items().stream().map(EventMapping::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()))
            .build());
  }

  @Override
  public void listEventsPaginated(
      ListEventsPaginatedRequest request, StreamObserver<ListEventsPaginatedResponse> observer) {
    Page<Event> page = page(request.getFilter(), request.getPageSize(), request.getPageToken());
    send(
        observer,
        ListEventsPaginatedResponse.newBuilder()
            .addAllEvents(page.items().stream().map(EventMapping::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .build());
  }

  @Override
  @Refused
  public void sendCustomEvent(
      SendCustomEventRequest request, StreamObserver<SendCustomEventResponse> observer) {
    throw new Problem(
        Problem.Kind.UNIMPLEMENTED,
        "custom events are not served: the log holds what this server did itself, so that every"
            + " event in it can be relied on");
  }

  /// The contract clamps a size that is too large instead of refusing it.
  private Page<Event> page(EventFilter filter, int size, String token) {
    EnvironmentId environment = Caller.current().environment();
    long clamped = Math.min(Integer.toUnsignedLong(size), Page.Request.MAX_SIZE);
    Page.Request request = Page.Request.of(clamped, token);
    return asksForWhatIsNotHere(filter)
        ? new Page<>(List.of(), "", "", 0)
        : log.search(environment, search(filter), request);
  }

  /// No event of ours comes from a directory, an interceptor or a connected account, and none bears
  /// the id of an authentication request.
  private static boolean asksForWhatIsNotHere(EventFilter filter) {
    return filter.getSource() == Source.DIR_SYNC
        || Stream.of(
                filter.getAuthRequestId(),
                filter.getInterceptorId(),
                filter.getInterceptorStatus(),
                filter.getInterceptorDecision(),
                filter.getConnectedAccountId())
            .anyMatch(value -> !value.isEmpty());
  }

  private static EventSearch search(EventFilter filter) {
    return new EventSearch(
        filter.getEventTypesList(),
        filter.getOrganizationId().isEmpty()
            ? null
            : OrganizationId.parse("filter.organization_id", filter.getOrganizationId()),
        filter.getConnectionId().isEmpty()
            ? null
            : ConnectionId.parse("filter.connection_id", filter.getConnectionId()),
        filter.hasStartTime() ? instant(filter.getStartTime()) : null,
        filter.hasEndTime() ? instant(filter.getEndTime()) : null);
  }
}
