package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.data;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.hx;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.span;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.AuditLog;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Deliveries;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.DisabledReason;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.Endpoints;
import dev.ostiary.webhook.WebhookSecret;
import dev.ostiary.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One endpoint: how it stands, its secrets, and what was sent to it.
final class EndpointPage {
  /// So that a receiver can be changed over within a working day, wherever it is.
  private static final Duration OVERLAP = Duration.ofHours(24);

  private final Endpoints endpoints;
  private final Deliveries deliveries;
  private final AuditLog audit;

  EndpointPage(Webhooks webhooks, AuditLog audit) {
    this.endpoints = webhooks.endpoints();
    this.deliveries = webhooks.deliveries();
    this.audit = audit;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(EndpointPages.ONE, OperatorRole.VIEWER, this::show),
        gate.change(EndpointPages.ONE + "/secret", OperatorRole.ADMIN, this::reveal),
        gate.change(EndpointPages.ONE + "/rotate", OperatorRole.ADMIN, this::rotate));
  }

  private Answer show(OperatorVisit visit) {
    return show(visit, List.of());
  }

  private Answer reveal(OperatorVisit visit) {
    audit.add(
        visit.environment(),
        visit.actor(),
        "shown",
        "webhook secret",
        EndpointPages.id(visit).number());
    return show(visit, endpoints.secrets(visit.environment(), EndpointPages.id(visit)));
  }

  private Answer rotate(OperatorVisit visit) {
    return show(
        visit, endpoints.rotateSecret(visit.environment(), EndpointPages.id(visit), OVERLAP));
  }

  private Answer show(OperatorVisit visit, List<WebhookSecret> secrets) {
    Endpoint endpoint = endpoints.get(visit.environment(), EndpointPages.id(visit));
    String path = EndpointPages.path(endpoint.id());
    if (visit.visit().wantsFragment()) {
      return Answer.page(table(visit, endpoint));
    }
    return Answer.page(
        Frame.pageUnder(
            visit,
            Frame.Room.WEBHOOKS,
            Frame.crumbs(EndpointPages.PATH, "Webhooks"),
            endpoint.settings().name(),
            List.of(
                a("Replays", href(path + "/replays"), css("button")),
                a("Change", href(path + "/edit"), css("button")),
                endpoint.enabled()
                    ? Widgets.action(path + "/disable", visit.token(), "Disable", "")
                    : Html.NONE,
                a("Delete", href(path + "/delete"), css("button danger"))),
            disabled(visit, endpoint),
            facts(visit, endpoint),
            secret(visit, endpoint, secrets),
            deliveries(visit, endpoint)));
  }

  private static Html disabled(OperatorVisit visit, Endpoint endpoint) {
    @Nullable DisabledReason reason = endpoint.disabledReason();
    if (reason == null) {
      return Html.NONE;
    }
    Map<String, String> points = new LinkedHashMap<>();
    points.put("CURSOR", "With everything that happened meanwhile");
    points.put("END", "With what happens from now on");
    return Widgets.section(
        "It is disabled",
        p("Why: " + Words.reason(reason) + ". Events wait in the log and nothing is lost."),
        form(
            method("post"),
            action(EndpointPages.path(endpoint.id()) + "/enable"),
            visit.token().field(),
            Field.choice("resume_from", "Where shall it go on?", points).html(Problems.NONE),
            button("Enable", css("main"))));
  }

  private static Html facts(OperatorVisit visit, Endpoint endpoint) {
    return Widgets.section(
        "Facts",
        dl(
            dt("State"),
            dd(Words.state(endpoint)),
            dt("URL"),
            dd(Widgets.copyable(endpoint.settings().url().toString())),
            dt("Id"),
            dd(Widgets.copyable(endpoint.id().toString())),
            dt("Events"),
            dd(
                endpoint.settings().eventTypes().isEmpty()
                    ? Html.text("all")
                    : Html.each(
                        endpoint.settings().eventTypes().stream().sorted().toList(),
                        type -> div(code(type)))),
            dt("Changed"),
            dd(Moments.relative(endpoint.updateTime(), visit.now()))));
  }

  private static Html secret(OperatorVisit visit, Endpoint endpoint, List<WebhookSecret> secrets) {
    if (!visit.operator().role().covers(OperatorRole.ADMIN)) {
      return Html.NONE;
    }
    String path = EndpointPages.path(endpoint.id());
    return Widgets.section(
        "Signing secret",
        Html.each(secrets, EndpointPage::secret),
        div(
            css("actions"),
            Widgets.action(path + "/secret", visit.token(), "Show", ""),
            Widgets.action(path + "/rotate", visit.token(), "Rotate", "")),
        p(
            "After a rotation the old secret signs beside the new one for "
                + OVERLAP.toHours()
                + " hours, so that your receiver can be changed over in between.",
            css("note")));
  }

  private static Html secret(WebhookSecret secret) {
    @Nullable Instant end = secret.expireTime();
    return Html.all(
        Widgets.copyable(secret.text().reveal()),
        end == null
            ? p("The current one.", css("note"))
            : p(
                css("note"),
                Html.text("The old one; signs until "),
                Moments.exact(end),
                Html.text(", that is for "),
                span(data("until", end.toString()), Html.text("a while")),
                Html.text(".")));
  }

  private Html deliveries(OperatorVisit visit, Endpoint endpoint) {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("", "All");
    EventType.wireNames().forEach(type -> types.put(type, type));
    Map<String, String> states = new LinkedHashMap<>();
    states.put("", "All");
    states.put("PENDING", "Pending");
    states.put("RETRYING", "Retrying");
    states.put("SUCCESS", "Success");
    states.put("EXHAUSTED", "Exhausted");
    Map<String, String> times = new LinkedHashMap<>();
    times.put("", "All");
    times.put("5", "Last 5 minutes");
    times.put("60", "Last hour");
    times.put("1440", "Last day");
    times.put("10080", "Last 7 days");
    times.put("43200", "Last 30 days");
    return Widgets.section(
        "Deliveries",
        form(
            method("get"),
            css("filters"),
            action(EndpointPages.path(endpoint.id()) + "#deliveries"),
            choice(visit, "minutes", "Time", times),
            choice(visit, "type", "Event", types),
            choice(visit, "status", "State", states),
            Field.line("organization", "Organization (id)")
                .value(visit.visit().query("organization"))
                .html(Problems.NONE),
            button("Filter")),
        div(
            id("rows"),
            hx("get", visit.visit().path()),
            hx("trigger", "every 3s"),
            table(visit, endpoint)));
  }

  private static Html choice(
      OperatorVisit visit, String name, String label, Map<String, String> options) {
    return Field.choice(name, label, options).value(visit.visit().query(name)).html(Problems.NONE);
  }

  private Html table(OperatorVisit visit, Endpoint endpoint) {
    Page<Delivery> page =
        deliveries.list(visit.environment(), endpoint.id(), filter(visit), visit.page());
    String path = EndpointPages.path(endpoint.id());
    return Html.all(
        Widgets.table(
            "Deliveries",
            List.of("Event", "Organization", "State", "Attempts", "Occurred", "Next"),
            page.items().stream().map(delivery -> row(visit, path, delivery)).toList(),
            "Nothing was sent that fits."),
        Widgets.pager(path + "?" + filters(visit), page));
  }

  private static String filters(OperatorVisit visit) {
    StringBuilder query = new StringBuilder();
    for (String name : List.of("minutes", "type", "status", "organization")) {
      query.append(name).append('=').append(Widgets.encode(visit.visit().query(name))).append('&');
    }
    return query.toString();
  }

  private static Deliveries.Filter filter(OperatorVisit visit) {
    String type = visit.visit().query("type");
    String organization = visit.visit().query("organization").strip();
    String status = visit.visit().query("status");
    String minutes = visit.visit().query("minutes");
    return new Deliveries.Filter(
        type.isEmpty() ? List.of() : List.of(type),
        organization.isEmpty() ? null : OrganizationId.parse("organization", organization),
        status.isEmpty() ? null : Delivery.Status.valueOf(status),
        minutes.matches("[0-9]{1,6}")
            ? visit.now().minus(Duration.ofMinutes(Long.parseLong(minutes)))
            : null,
        null);
  }

  private static Html row(OperatorVisit visit, String path, Delivery delivery) {
    Integer status = delivery.lastResponseStatus();
    return tr(
        td(
            a(delivery.eventType(), href(path + "/deliveries/" + delivery.event())),
            div(delivery.event().toString(), css("quiet small"))),
        td(
            OrganizationPages.link(delivery.organization()),
            div("sequence " + delivery.sequence(), css("quiet small"))),
        td(
            Words.state(delivery.status()),
            status == null ? Html.NONE : div("HTTP " + status, css("quiet small"))),
        td(Integer.toString(delivery.attempts())),
        td(Moments.relative(delivery.occurredAt(), visit.now())),
        td(Moments.relative(delivery.nextAttemptTime(), visit.now())));
  }
}
