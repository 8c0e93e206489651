package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.data;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.hx;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Deliveries;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was sent to an endpoint, as part of its page.
final class DeliveryList {
  /// At the word of a new event, once more when it has probably been delivered, and now and then
  /// for what is tried again without one.
  private static final String TRIGGER = "told, told delay:1500ms, every 15s";

  private final Deliveries deliveries;

  DeliveryList(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  static Narrowing<Deliveries.Filter> wanted(OperatorVisit visit) {
    return Narrowing.read(() -> filter(visit));
  }

  private static Deliveries.Filter filter(OperatorVisit visit) {
    String type = visit.visit().query("type");
    String organization = visit.visit().query("organization").strip();
    return new Deliveries.Filter(
        type.isEmpty() ? List.of() : List.of(EventType.parse("type", type).wireName()),
        organization.isEmpty() ? null : OrganizationId.parse("organization", organization),
        visit.visit().queryChoice("status", Delivery.Status.class).orElse(null),
        Narrowing.since(visit),
        null);
  }

  Html section(OperatorVisit visit, Endpoint endpoint, Narrowing<Deliveries.Filter> wanted) {
    Map<String, String> types = new LinkedHashMap<>();
    EventType.wireNames().forEach(type -> types.put(type, type));
    Map<String, String> states = new LinkedHashMap<>();
    states.put("PENDING", "Pending");
    states.put("RETRYING", "Retrying");
    states.put("SUCCESS", "Success");
    states.put("EXHAUSTED", "Exhausted");
    states.put("SKIPPED", "Skipped");
    return Widgets.section(
        "Deliveries",
        wanted.form(
            EndpointPages.path(endpoint.id()) + "#deliveries",
            Narrowing.time(visit),
            Narrowing.choice(visit, "type", "Event", types),
            Narrowing.choice(visit, "status", "State", states),
            Narrowing.line(visit, "organization", "Organization (id)")),
        div(
            id("rows"),
            hx("get", visit.visit().path()),
            hx("trigger", TRIGGER),
            data("live", LiveDeliveries.path(endpoint)),
            rows(visit, endpoint, wanted)));
  }

  /// The part that changes while somebody looks on.
  Html rows(OperatorVisit visit, Endpoint endpoint, Narrowing<Deliveries.Filter> wanted) {
    return wanted.list(filter -> table(visit, endpoint, filter));
  }

  private Html table(OperatorVisit visit, Endpoint endpoint, Deliveries.Filter filter) {
    Page<Delivery> page = deliveries.list(visit.environment(), endpoint.id(), filter, visit.page());
    String path = EndpointPages.path(endpoint.id());
    return Html.all(
        Widgets.table(
            "Deliveries",
            List.of("Event", "Organization", "State", "Attempts", "Occurred", "Next"),
            page.items().stream().map(delivery -> row(visit, path, delivery)).toList(),
            page.next().isEmpty()
                ? "Nothing was sent that fits."
                : "Nothing that fits among the latest; look further back."),
        Widgets.pager(
            Narrowing.path(visit, path, "minutes", "type", "status", "organization"), page));
  }

  private static Html row(OperatorVisit visit, String path, Delivery delivery) {
    Integer status = delivery.lastResponseStatus();
    return tr(
        td(
            a(delivery.eventType(), href(path + "/deliveries/" + delivery.event())),
            div(delivery.event().toString(), css("quiet small"))),
        td(
            delivery.test() ? Html.text("a test") : OrganizationPages.link(delivery.organization()),
            div("sequence " + delivery.sequence(), css("quiet small"))),
        td(
            Words.state(delivery.status()),
            status == null ? Html.NONE : div("HTTP " + status, css("quiet small"))),
        td(Integer.toString(delivery.attempts())),
        td(Moments.relative(delivery.occurredAt(), visit.now())),
        td(Moments.relative(delivery.nextAttemptTime(), visit.now())));
  }
}
