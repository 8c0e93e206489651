package dev.ostiary.api;

import static dev.ostiary.api.Replies.instant;
import static dev.ostiary.api.Replies.send;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.webhook.BlockedLane;
import dev.ostiary.webhook.BlockedLanes;
import dev.ostiary.webhook.Deliveries;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.wire.webhooks.DeliveryStatus;
import dev.ostiary.wire.webhooks.GetDeliveryRequest;
import dev.ostiary.wire.webhooks.GetDeliveryResponse;
import dev.ostiary.wire.webhooks.ListBlockedLanesRequest;
import dev.ostiary.wire.webhooks.ListBlockedLanesResponse;
import dev.ostiary.wire.webhooks.ListDeliveriesRequest;
import dev.ostiary.wire.webhooks.ListDeliveriesResponse;
import dev.ostiary.wire.webhooks.WebhookDeliveryServiceGrpc.WebhookDeliveryServiceImplBase;
import io.grpc.stub.StreamObserver;

/// `ostiary.v1.webhooks.WebhookDeliveryService`.
final class WebhookDeliveryGrpc extends WebhookDeliveryServiceImplBase {
  private final Deliveries deliveries;
  private final BlockedLanes lanes;

  WebhookDeliveryGrpc(Deliveries deliveries, BlockedLanes lanes) {
    this.deliveries = deliveries;
    this.lanes = lanes;
  }

  @Override
  public void listDeliveries(
      ListDeliveriesRequest request, StreamObserver<ListDeliveriesResponse> observer) {
    Page<Delivery> page =
        deliveries.list(
            Caller.current().environment(),
            endpoint(request.getEndpointId()),
            filter(request),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    send(
        observer,
        ListDeliveriesResponse.newBuilder()
            .addAllDeliveries(page.items().stream().map(WebhookMapping::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()))
            .build());
  }

  private static Deliveries.Filter filter(ListDeliveriesRequest request) {
    return new Deliveries.Filter(
        request.getEventTypeList(),
        request.hasOrganizationId()
            ? OrganizationId.parse("organization_id", request.getOrganizationId())
            : null,
        request.getStatus() == DeliveryStatus.DELIVERY_STATUS_UNSPECIFIED
            ? null
            : Delivery.Status.valueOf(request.getStatus().name()),
        request.hasStartTime() ? instant(request.getStartTime()) : null,
        request.hasEndTime() ? instant(request.getEndTime()) : null);
  }

  @Override
  public void getDelivery(
      GetDeliveryRequest request, StreamObserver<GetDeliveryResponse> observer) {
    Deliveries.Detail detail =
        deliveries.get(
            Caller.current().environment(),
            endpoint(request.getEndpointId()),
            EventId.parse("event_id", request.getEventId()));
    send(
        observer,
        GetDeliveryResponse.newBuilder()
            .setDelivery(WebhookMapping.wire(detail.delivery()))
            .addAllAttempts(detail.attempts().stream().map(WebhookMapping::wire).toList())
            .build());
  }

  @Override
  public void listBlockedLanes(
      ListBlockedLanesRequest request, StreamObserver<ListBlockedLanesResponse> observer) {
    Page<BlockedLane> page =
        lanes.list(
            Caller.current().environment(),
            endpoint(request.getEndpointId()),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    send(
        observer,
        ListBlockedLanesResponse.newBuilder()
            .addAllLanes(page.items().stream().map(WebhookMapping::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()))
            .build());
  }

  private static EndpointId endpoint(String text) {
    return EndpointId.parse("endpoint_id", text);
  }
}
