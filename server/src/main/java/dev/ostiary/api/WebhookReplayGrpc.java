package dev.ostiary.api;

import static dev.ostiary.api.Replies.ifPresent;
import static dev.ostiary.api.Replies.instant;
import static dev.ostiary.api.Replies.send;
import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.ReplayId;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.Replay;
import dev.ostiary.webhook.Replays;
import dev.ostiary.wire.webhooks.CancelReplayRequest;
import dev.ostiary.wire.webhooks.CancelReplayResponse;
import dev.ostiary.wire.webhooks.CreateReplayRequest;
import dev.ostiary.wire.webhooks.CreateReplayResponse;
import dev.ostiary.wire.webhooks.DeliveryStatus;
import dev.ostiary.wire.webhooks.GetReplayRequest;
import dev.ostiary.wire.webhooks.GetReplayResponse;
import dev.ostiary.wire.webhooks.ListReplaysRequest;
import dev.ostiary.wire.webhooks.ListReplaysResponse;
import dev.ostiary.wire.webhooks.ReplayFilter;
import dev.ostiary.wire.webhooks.ResendEventRequest;
import dev.ostiary.wire.webhooks.ResendEventResponse;
import dev.ostiary.wire.webhooks.WebhookReplayServiceGrpc.WebhookReplayServiceImplBase;
import io.grpc.stub.StreamObserver;

/// `ostiary.v1.webhooks.WebhookReplayService`.
final class WebhookReplayGrpc extends WebhookReplayServiceImplBase {
  private final Replays replays;

  WebhookReplayGrpc(Replays replays) {
    this.replays = replays;
  }

  @Override
  public void createReplay(
      CreateReplayRequest request, StreamObserver<CreateReplayResponse> observer) {
    EndpointId endpoint = endpoint(request.getEndpointId());
    Replay.Filter filter = filter(request.getFilter());
    CreateReplayResponse.Builder reply = CreateReplayResponse.newBuilder();
    if (request.getDryRun()) {
      reply.setMatching(replays.count(environment(), endpoint, filter));
    } else {
      int pace =
          request.hasRateLimitPerSecond()
              ? request.getRateLimitPerSecond().getValue()
              : Replay.DEFAULT_PER_SECOND;
      Replay made = replays.create(environment(), endpoint, filter, pace);
      reply.setReplay(wire(made)).setMatching(made.total());
    }
    send(observer, reply.build());
  }

  @Override
  public void resendEvent(
      ResendEventRequest request, StreamObserver<ResendEventResponse> observer) {
    Replay made =
        replays.resend(
            environment(),
            endpoint(request.getEndpointId()),
            EventId.parse("event_id", request.getEventId()));
    send(observer, ResendEventResponse.newBuilder().setReplay(wire(made)).build());
  }

  @Override
  public void listReplays(
      ListReplaysRequest request, StreamObserver<ListReplaysResponse> observer) {
    Page<Replay> page =
        replays.list(
            environment(),
            endpoint(request.getEndpointId()),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    send(
        observer,
        ListReplaysResponse.newBuilder()
            .addAllReplays(page.items().stream().map(WebhookReplayGrpc::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()))
            .build());
  }

  @Override
  public void getReplay(GetReplayRequest request, StreamObserver<GetReplayResponse> observer) {
    Replay found =
        replays.get(environment(), endpoint(request.getEndpointId()), id(request.getId()));
    send(observer, GetReplayResponse.newBuilder().setReplay(wire(found)).build());
  }

  @Override
  public void cancelReplay(
      CancelReplayRequest request, StreamObserver<CancelReplayResponse> observer) {
    Replay cancelled =
        replays.cancel(environment(), endpoint(request.getEndpointId()), id(request.getId()));
    send(observer, CancelReplayResponse.newBuilder().setReplay(wire(cancelled)).build());
  }

  private static Replay.Filter filter(ReplayFilter wire) {
    return new Replay.Filter(
        wire.getEventTypesList(),
        wire.getStatusesList().stream()
            .map(status -> Delivery.Status.valueOf(status.name()))
            .toList(),
        wire.hasOrganizationId()
            ? OrganizationId.parse("filter.organization_id", wire.getOrganizationId())
            : null,
        wire.hasFirstSequence() ? wire.getFirstSequence() : null,
        wire.hasLastSequence() ? wire.getLastSequence() : null,
        wire.hasStartTime() ? instant(wire.getStartTime()) : null,
        wire.hasEndTime() ? instant(wire.getEndTime()) : null);
  }

  private static ReplayFilter wire(Replay.Filter filter) {
    ReplayFilter.Builder wire =
        ReplayFilter.newBuilder()
            .addAllEventTypes(filter.eventTypes())
            .addAllStatuses(
                filter.statuses().stream()
                    .map(status -> DeliveryStatus.valueOf(status.name()))
                    .toList());
    ifPresent(filter.organization(), id -> wire.setOrganizationId(id.toString()));
    ifPresent(filter.firstSequence(), wire::setFirstSequence);
    ifPresent(filter.lastSequence(), wire::setLastSequence);
    ifPresent(filter.startTime(), time -> wire.setStartTime(timestamp(time)));
    ifPresent(filter.endTime(), time -> wire.setEndTime(timestamp(time)));
    return wire.build();
  }

  private static dev.ostiary.wire.webhooks.Replay wire(Replay replay) {
    return dev.ostiary.wire.webhooks.Replay.newBuilder()
        .setId(replay.id().toString())
        .setEndpointId(replay.endpoint().toString())
        .setFilter(wire(replay.filter()))
        .setRateLimitPerSecond(replay.perSecond())
        .setState(dev.ostiary.wire.webhooks.Replay.State.valueOf(replay.state().name()))
        .setTotal(replay.total())
        .setDelivered(replay.delivered())
        .setFailed(replay.failed())
        .setCreateTime(timestamp(replay.createTime()))
        .setUpdateTime(timestamp(replay.updateTime()))
        .build();
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }

  private static EndpointId endpoint(String text) {
    return EndpointId.parse("endpoint_id", text);
  }

  private static ReplayId id(String text) {
    return ReplayId.parse("id", text);
  }
}
