package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.google.protobuf.Empty;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.EndpointSettings;
import dev.ostiary.webhook.Endpoints;
import dev.ostiary.webhook.Endpoints.ResumePoint;
import dev.ostiary.webhook.Overlap;
import dev.ostiary.webhook.TestEvents;
import dev.ostiary.webhook.WebhookSecret;
import dev.ostiary.wire.webhooks.CreateWebhookEndpoint;
import dev.ostiary.wire.webhooks.CreateWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.CreateWebhookEndpointResponse;
import dev.ostiary.wire.webhooks.DeleteWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.DisableWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.DisableWebhookEndpointResponse;
import dev.ostiary.wire.webhooks.EnableWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.EnableWebhookEndpointResponse;
import dev.ostiary.wire.webhooks.GetWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.GetWebhookEndpointResponse;
import dev.ostiary.wire.webhooks.ListWebhookEndpointsRequest;
import dev.ostiary.wire.webhooks.ListWebhookEndpointsResponse;
import dev.ostiary.wire.webhooks.RevealWebhookEndpointSecretRequest;
import dev.ostiary.wire.webhooks.RotateWebhookEndpointSecretRequest;
import dev.ostiary.wire.webhooks.SendTestEventRequest;
import dev.ostiary.wire.webhooks.SendTestEventResponse;
import dev.ostiary.wire.webhooks.UpdateWebhookEndpoint;
import dev.ostiary.wire.webhooks.UpdateWebhookEndpointRequest;
import dev.ostiary.wire.webhooks.UpdateWebhookEndpointResponse;
import dev.ostiary.wire.webhooks.WebhookEndpointSecretsResponse;
import dev.ostiary.wire.webhooks.WebhookEndpointServiceGrpc.WebhookEndpointServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// `ostiary.v1.webhooks.WebhookEndpointService`.
final class WebhookEndpointGrpc extends WebhookEndpointServiceImplBase {
  private final Endpoints endpoints;
  private final TestEvents tests;
  private final OutboundClient outbound;

  /// @param outbound vets a URL before it is stored
  WebhookEndpointGrpc(Endpoints endpoints, TestEvents tests, OutboundClient outbound) {
    this.endpoints = endpoints;
    this.tests = tests;
    this.outbound = outbound;
  }

  @Override
  public void createWebhookEndpoint(
      CreateWebhookEndpointRequest request,
      StreamObserver<CreateWebhookEndpointResponse> observer) {
    CreateWebhookEndpoint wanted = request.getEndpoint();
    EndpointSettings settings =
        Within.field(
            "endpoint",
            () -> WebhookMapping.settings(wanted, outbound.accept("url", wanted.getUrl())));
    boolean enabled = !wanted.hasEnabled() || wanted.getEnabled().getValue();
    WholeChange.make(() -> {
      Endpoints.Created created = endpoints.create(environment(), settings, enabled);
      send(
          observer,
          CreateWebhookEndpointResponse.newBuilder()
              .setEndpoint(WebhookMapping.wire(created.endpoint()))
              .setSecret(revealed(created.secret().text()))
              .build());
    });
  }

  @Override
  public void sendTestEvent(
      SendTestEventRequest request, StreamObserver<SendTestEventResponse> observer) {
    Event sent =
        tests.send(
            environment(),
            id(request.getId()),
            EventType.parse("event_type", request.getEventType()),
            Caller.current().cause());
    send(
        observer,
        SendTestEventResponse.newBuilder()
            .setEventId(sent.id().toString())
            .setEventType(sent.type())
            .setEventPayload(
                EventMapping.struct(
                    Json.parseObject(new String(sent.payload(), StandardCharsets.US_ASCII))))
            .build());
  }

  @Override
  public void getWebhookEndpoint(
      GetWebhookEndpointRequest request, StreamObserver<GetWebhookEndpointResponse> observer) {
    Endpoint found = endpoints.get(environment(), id(request.getId()));
    send(
        observer,
        GetWebhookEndpointResponse.newBuilder().setEndpoint(WebhookMapping.wire(found)).build());
  }

  @Override
  public void listWebhookEndpoints(
      ListWebhookEndpointsRequest request, StreamObserver<ListWebhookEndpointsResponse> observer) {
    Page<Endpoint> page =
        endpoints.list(
            environment(),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    send(
        observer,
        ListWebhookEndpointsResponse.newBuilder()
            .addAllEndpoints(page.items().stream().map(WebhookMapping::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()))
            .build());
  }

  @Override
  public void updateWebhookEndpoint(
      UpdateWebhookEndpointRequest request,
      StreamObserver<UpdateWebhookEndpointResponse> observer) {
    EndpointId id = id(request.getId());
    UpdateWebhookEndpoint wanted = request.getEndpoint();
    var url = wanted.hasUrl() ? outbound.accept("endpoint.url", wanted.getUrl()) : null;
    WholeChange.make(() -> {
      Precondition.check(() -> WebhookMapping.wire(endpoints.get(environment(), id)));
      Endpoint updated =
          Within.field(
              "endpoint",
              () ->
                  endpoints.update(
                      environment(),
                      id,
                      before -> WebhookMapping.changed(before, wanted, url),
                      wanted.hasEnabled() ? wanted.getEnabled() : null));
      send(
          observer,
          UpdateWebhookEndpointResponse.newBuilder()
              .setEndpoint(WebhookMapping.wire(updated))
              .build());
    });
  }

  @Override
  public void deleteWebhookEndpoint(
      DeleteWebhookEndpointRequest request, StreamObserver<Empty> observer) {
    endpoints.delete(environment(), id(request.getId()));
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void enableWebhookEndpoint(
      EnableWebhookEndpointRequest request,
      StreamObserver<EnableWebhookEndpointResponse> observer) {
    ResumePoint start =
        request.getStart() == EnableWebhookEndpointRequest.ResumePoint.END
            ? ResumePoint.END
            : ResumePoint.CURSOR;
    Endpoint enabled = endpoints.enable(environment(), id(request.getId()), start);
    send(
        observer,
        EnableWebhookEndpointResponse.newBuilder()
            .setEndpoint(WebhookMapping.wire(enabled))
            .build());
  }

  @Override
  public void disableWebhookEndpoint(
      DisableWebhookEndpointRequest request,
      StreamObserver<DisableWebhookEndpointResponse> observer) {
    Endpoint disabled = endpoints.disable(environment(), id(request.getId()));
    send(
        observer,
        DisableWebhookEndpointResponse.newBuilder()
            .setEndpoint(WebhookMapping.wire(disabled))
            .build());
  }

  @Override
  public void revealWebhookEndpointSecret(
      RevealWebhookEndpointSecretRequest request,
      StreamObserver<WebhookEndpointSecretsResponse> observer) {
    send(observer, secrets(endpoints.reveal(environment(), id(request.getId()))));
  }

  @Override
  public void rotateWebhookEndpointSecret(
      RotateWebhookEndpointSecretRequest request,
      StreamObserver<WebhookEndpointSecretsResponse> observer) {
    Duration overlap =
        request.hasOverlapSeconds()
            ? Duration.ofSeconds(request.getOverlapSeconds().getValue())
            : Overlap.DEFAULT;
    send(observer, secrets(endpoints.rotateSecret(environment(), id(request.getId()), overlap)));
  }

  private static WebhookEndpointSecretsResponse secrets(List<WebhookSecret> secrets) {
    WebhookEndpointSecretsResponse.Builder reply = WebhookEndpointSecretsResponse.newBuilder();
    for (WebhookSecret secret : secrets) {
      var wire = reply.addSecretsBuilder().setSecret(revealed(secret.text()));
      Replies.ifPresent(secret.expireTime(), time -> wire.setExpireTime(Replies.timestamp(time)));
    }
    return reply.build();
  }

  private static String revealed(Secret secret) {
    return secret.reveal();
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }

  private static EndpointId id(String text) {
    return EndpointId.parse("id", text);
  }
}
