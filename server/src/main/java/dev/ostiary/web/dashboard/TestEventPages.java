package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventType;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.TestEvents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sending an endpoint an event that tells of nothing.
final class TestEventPages {
  private static final String STEP = "/test";

  private final TestEvents events;

  TestEventPages(TestEvents events) {
    this.events = events;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(gate.change(EndpointPages.ONE + STEP, OperatorRole.ADMIN, this::send));
  }

  /// The form, as part of the endpoint's page; nothing where it would be refused.
  static Html section(OperatorVisit visit, Endpoint endpoint) {
    if (!endpoint.enabled() || !visit.mayChange()) {
      return Html.NONE;
    }
    Map<String, String> types = new LinkedHashMap<>();
    EventType.wireNames().forEach(type -> types.put(type, type));
    return Widgets.section(
        "Test event",
        p(
            "It tells of an organization that does not exist, goes the way of every other event, and"
                + " carries the header ostiary-test. The endpoint need not ask for its type."),
        form(
            method("post"),
            action(EndpointPages.path(endpoint.id()) + STEP),
            css("filters"),
            visit.token().field(),
            Field.choice("test_type", "Type", types).html(Problems.NONE),
            button("Send")));
  }

  private Answer send(OperatorVisit visit) {
    EventType type = EventType.parse("test_type", visit.visit().form("test_type"));
    Event sent = events.send(visit.environment(), EndpointPages.id(visit), type, visit.cause());
    return Answer.redirect(
        EndpointPages.path(EndpointPages.id(visit)) + "/deliveries/" + sent.id());
  }
}
