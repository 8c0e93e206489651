package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.ol;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.pre;
import static dev.ostiary.web.page.Tags.strong;
import static dev.ostiary.web.page.Tags.summary;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Attempt;
import dev.ostiary.webhook.Deliveries;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.PayloadFormat;
import dev.ostiary.webhook.SentRequest;
import dev.ostiary.webhook.Webhooks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of one event at one endpoint, attempt by attempt.
final class DeliveryPage {
  private final Webhooks webhooks;
  private final EventLog events;

  DeliveryPage(Webhooks webhooks, EventLog events) {
    this.webhooks = webhooks;
    this.events = events;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(EndpointPages.ONE + "/deliveries/{event}", OperatorRole.VIEWER, this::show));
  }

  private Answer show(OperatorVisit visit) {
    EventId id = EventId.parse("event", visit.visit().name("event"));
    Endpoint endpoint = webhooks.endpoints().get(visit.environment(), EndpointPages.id(visit));
    Deliveries.Detail detail = webhooks.deliveries().get(visit.environment(), endpoint.id(), id);
    Event event =
        events.find(visit.environment(), id).orElseThrow(() -> Problem.notFound("event", id));
    return Answer.page(
        Frame.pageUnder(
            visit,
            Frame.Room.WEBHOOKS,
            Frame.crumbs(EndpointPages.path(endpoint.id()), endpoint.settings().name()),
            event.type(),
            List.of(
                Widgets.action(
                    EndpointPages.path(endpoint.id()) + "/deliveries/" + id + "/resend",
                    visit.token(),
                    "Send again",
                    "")),
            facts(detail.delivery()),
            timeline(visit, detail, event),
            Widgets.section("Payload", pre(payload(endpoint, event)))));
  }

  private static Html facts(Delivery delivery) {
    return Widgets.section(
        "Delivery",
        dl(
            dt("State"),
            dd(Words.state(delivery.status())),
            dt("Event"),
            dd(Widgets.copyable(delivery.event().toString())),
            dt("Organization"),
            dd(
                delivery.test()
                    ? Html.text("none: this is a test")
                    : Html.all(
                        OrganizationPages.link(delivery.organization()),
                        Html.text(", sequence " + delivery.sequence()))),
            dt("Occurred"),
            dd(Moments.exact(delivery.occurredAt()))));
  }

  private static Html timeline(OperatorVisit visit, Deliveries.Detail detail, Event event) {
    return Widgets.section(
        "Attempts",
        detail.attempts().isEmpty()
            ? Widgets.empty("Not tried yet.")
            : ol(
                css("line"),
                Html.each(detail.attempts(), attempt -> attempt(attempt, event)),
                next(visit, detail.delivery())));
  }

  private static Html attempt(Attempt attempt, Event event) {
    @Nullable Integer status = attempt.responseStatus();
    String mood = attempt.outcome() == Attempt.Outcome.SUCCESS ? "good" : "bad";
    String body = new String(attempt.responseBody(), StandardCharsets.UTF_8);
    return li(
        css(mood),
        div(
            strong("Attempt " + attempt.number() + ": "),
            Html.text(status == null ? "no answer" : "HTTP " + status),
            Html.text(" after " + attempt.duration().toMillis() + " ms")),
        div(css("quiet small"), Moments.exact(attempt.startTime())),
        Html.when(!attempt.error().isEmpty(), () -> p(attempt.error())),
        request(attempt, event),
        Html.when(!body.isEmpty(), () -> details(summary("The answer"), pre(body))));
  }

  /// The body is the same at every attempt, and shown once.
  private static Html request(Attempt attempt, Event event) {
    SentRequest request = attempt.request();
    if (!request.isKept()) {
      return p(
          "Its URL and signature are kept only of attempts that fail, and of tests.", css("note"));
    }
    StringBuilder text = new StringBuilder("POST ").append(request.url());
    request
        .headers(event, attempt.startTime())
        .forEach((name, value) -> text.append('\n').append(name).append(": ").append(value));
    request.ownHeaders().forEach(name -> text.append('\n').append(name).append(": •••"));
    return details(summary("The request"), pre(text.toString()));
  }

  private static Html next(OperatorVisit visit, Delivery delivery) {
    @Nullable Instant next = delivery.nextAttemptTime();
    return next == null
        ? Html.NONE
        : li(css("warn"), strong("Next attempt "), Moments.relative(next, visit.now()));
  }

  /// As it was signed, spread out for reading.
  private static String payload(Endpoint endpoint, Event event) {
    byte[] bytes =
        endpoint.settings().format() == PayloadFormat.DETAILED
            ? event.detailedPayload()
            : event.payload();
    return Json.pretty(Json.parse(new String(bytes, StandardCharsets.UTF_8)));
  }
}
