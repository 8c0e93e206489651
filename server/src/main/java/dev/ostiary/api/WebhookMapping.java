package dev.ostiary.api;

import static dev.ostiary.api.Replies.ifPresent;
import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.platform.outbound.OutboundUrl;
import dev.ostiary.webhook.Attempt;
import dev.ostiary.webhook.BlockedLane;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.EndpointSettings;
import dev.ostiary.webhook.Ordering;
import dev.ostiary.webhook.Pace;
import dev.ostiary.webhook.PayloadFormat;
import dev.ostiary.webhook.RetrySchedule;
import dev.ostiary.wire.webhooks.CreateWebhookEndpoint;
import dev.ostiary.wire.webhooks.DeliveryStatus;
import dev.ostiary.wire.webhooks.UpdateWebhookEndpoint;
import dev.ostiary.wire.webhooks.WebhookEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Endpoints and deliveries in the words of `ostiary.v1.webhooks`.
final class WebhookMapping {
  private WebhookMapping() {}

  static EndpointSettings settings(CreateWebhookEndpoint wire, OutboundUrl url) {
    return new EndpointSettings(
        url,
        wire.getName(),
        wire.getDescription(),
        Set.copyOf(wire.getEventTypesList()),
        wire.hasTimeoutSeconds()
            ? Duration.ofSeconds(wire.getTimeoutSeconds().getValue())
            : EndpointSettings.DEFAULT_TIMEOUT,
        wire.getOrdering() == WebhookEndpoint.Ordering.NONE
            ? Ordering.NONE
            : Ordering.PER_ORGANIZATION,
        wire.getPayloadFormat() == WebhookEndpoint.PayloadFormat.DETAILED
            ? PayloadFormat.DETAILED
            : PayloadFormat.STANDARD,
        wire.getAsymmetricSignatures(),
        wire.getHeadersMap(),
        retries(wire.getRetryDelaysSecondsList()),
        new Pace(
            wire.hasMaxInFlight() ? wire.getMaxInFlight().getValue() : Pace.DEFAULT.maxInFlight(),
            wire.getRateLimitPerSecond()));
  }

  static EndpointSettings changed(
      EndpointSettings before, UpdateWebhookEndpoint wire, @Nullable OutboundUrl url) {
    return new EndpointSettings(
        url == null ? before.url() : url,
        wire.hasName() ? wire.getName() : before.name(),
        wire.hasDescription() ? wire.getDescription() : before.description(),
        wire.hasEventTypes()
            ? Set.copyOf(wire.getEventTypes().getTypesList())
            : before.eventTypes(),
        wire.hasTimeoutSeconds() ? Duration.ofSeconds(wire.getTimeoutSeconds()) : before.timeout(),
        wire.hasOrdering() ? Ordering.valueOf(wire.getOrdering().name()) : before.ordering(),
        wire.hasPayloadFormat()
            ? PayloadFormat.valueOf(wire.getPayloadFormat().name())
            : before.format(),
        wire.hasAsymmetricSignatures()
            ? wire.getAsymmetricSignatures()
            : before.asymmetricSignatures(),
        wire.hasHeaders() ? wire.getHeaders().getValuesMap() : before.headers(),
        wire.hasRetryDelaysSeconds()
            ? retries(wire.getRetryDelaysSeconds().getSecondsList())
            : before.retries(),
        new Pace(
            wire.hasMaxInFlight() ? wire.getMaxInFlight() : before.pace().maxInFlight(),
            wire.hasRateLimitPerSecond()
                ? wire.getRateLimitPerSecond()
                : before.pace().perSecond()));
  }

  private static RetrySchedule retries(List<Integer> seconds) {
    return seconds.isEmpty()
        ? RetrySchedule.DEFAULT
        : new RetrySchedule(seconds.stream().map(Duration::ofSeconds).toList());
  }

  static WebhookEndpoint wire(Endpoint endpoint) {
    EndpointSettings settings = endpoint.settings();
    WebhookEndpoint.Builder wire = WebhookEndpoint.newBuilder();
    ifPresent(
        endpoint.disabledReason(),
        reason -> wire.setDisabledReason(WebhookEndpoint.DisabledReason.valueOf(reason.name())));
    return wire.setId(endpoint.id().toString())
        .setUrl(settings.url().toString())
        .setName(settings.name())
        .setDescription(settings.description())
        .addAllEventTypes(settings.eventTypes().stream().sorted().toList())
        .setEnabled(endpoint.enabled())
        .setTimeoutSeconds((int) settings.timeout().toSeconds())
        .setOrdering(WebhookEndpoint.Ordering.valueOf(settings.ordering().name()))
        .setPayloadFormat(WebhookEndpoint.PayloadFormat.valueOf(settings.format().name()))
        .setAsymmetricSignatures(settings.asymmetricSignatures())
        .putAllHeaders(settings.headers())
        .addAllRetryDelaysSeconds(
            settings.retries().delays().stream().map(delay -> (int) delay.toSeconds()).toList())
        .setMaxInFlight(settings.pace().maxInFlight())
        .setRateLimitPerSecond(settings.pace().perSecond())
        .setCreateTime(timestamp(endpoint.createTime()))
        .setUpdateTime(timestamp(endpoint.updateTime()))
        .build();
  }

  static dev.ostiary.wire.webhooks.Delivery wire(Delivery delivery) {
    var wire =
        dev.ostiary.wire.webhooks.Delivery.newBuilder()
            .setEventId(delivery.event().toString())
            .setEventType(delivery.eventType())
            .setSequence(delivery.sequence())
            .setStatus(DeliveryStatus.valueOf(delivery.status().name()))
            .setAttempts(delivery.attempts())
            .setOccurredAt(timestamp(delivery.occurredAt()))
            .setTest(delivery.test());
    ifPresent(delivery.organization(), id -> wire.setOrganizationId(id.toString()));
    ifPresent(delivery.nextAttemptTime(), time -> wire.setNextAttemptTime(timestamp(time)));
    ifPresent(delivery.lastResponseStatus(), wire::setLastResponseStatus);
    return wire.build();
  }

  static dev.ostiary.wire.webhooks.BlockedLane wire(BlockedLane lane) {
    var wire =
        dev.ostiary.wire.webhooks.BlockedLane.newBuilder()
            .setEventId(lane.event().toString())
            .setEventType(lane.eventType())
            .setAttempts(lane.attempts())
            .setNextAttemptTime(timestamp(lane.nextAttemptTime()))
            .setLastError(lane.lastError())
            .setWaiting(lane.waiting());
    ifPresent(lane.organization(), id -> wire.setOrganizationId(id.toString()));
    ifPresent(lane.since(), time -> wire.setBlockedSince(timestamp(time)));
    ifPresent(lane.lastResponseStatus(), wire::setLastResponseStatus);
    return wire.build();
  }

  static dev.ostiary.wire.webhooks.Attempt wire(Attempt attempt) {
    var wire =
        dev.ostiary.wire.webhooks.Attempt.newBuilder()
            .setNumber(attempt.number())
            .setTime(timestamp(attempt.startTime()))
            .setDurationMs((int) attempt.duration().toMillis())
            .setResponseBody(new String(attempt.responseBody(), StandardCharsets.UTF_8))
            .setError(attempt.error())
            .setOutcome(
                dev.ostiary.wire.webhooks.Attempt.Outcome.valueOf(attempt.outcome().name()));
    ifPresent(attempt.responseStatus(), wire::setResponseStatus);
    return wire.build();
  }
}
