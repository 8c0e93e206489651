package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.hx;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Attributes.name;
import static dev.ostiary.web.page.Attributes.value;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.ReplayId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.Replay;
import dev.ostiary.webhook.Replays;
import dev.ostiary.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sending again what an endpoint missed: first counted, then done, with its progress.
final class ReplayPages {
  private static final String ALL = EndpointPages.ONE + "/replays";

  private final Webhooks webhooks;
  private final Replays replays;

  ReplayPages(Webhooks webhooks) {
    this.webhooks = webhooks;
    this.replays = webhooks.replays();
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(ALL, OperatorRole.VIEWER, visit -> show(visit, Problems.NONE, Html.NONE)),
        gate.change(ALL, OperatorRole.ADMIN, this::create),
        gate.change(ALL + "/{replay}/cancel", OperatorRole.ADMIN, this::cancel),
        gate.change(
            EndpointPages.ONE + "/deliveries/{event}/resend", OperatorRole.ADMIN, this::resend));
  }

  private Answer show(OperatorVisit visit, Problems problems, Html message) {
    Endpoint endpoint = webhooks.endpoints().get(visit.environment(), EndpointPages.id(visit));
    String path = EndpointPages.path(endpoint.id());
    if (visit.visit().wantsFragment()) {
      return Answer.page(table(visit, endpoint));
    }
    return Answer.page(
        problems.isEmpty() ? 200 : 422,
        Frame.pageUnder(
            visit,
            Frame.Room.WEBHOOKS,
            Frame.crumbs(path, endpoint.settings().name()),
            "Replays",
            List.of(),
            message,
            problems.box(),
            Widgets.section(
                "So far",
                div(
                    hx("get", path + "/replays"),
                    hx("trigger", "every 3s"),
                    table(visit, endpoint))),
            Html.when(
                visit.operator().role().covers(OperatorRole.ADMIN), () -> sheet(visit, problems))));
  }

  private Html table(OperatorVisit visit, Endpoint endpoint) {
    Page<Replay> page = replays.list(visit.environment(), endpoint.id(), visit.page());
    return Html.all(
        Widgets.table(
            "Replays",
            List.of("Begun", "State", "Sent", "In vain", "Of", ""),
            page.items().stream().map(replay -> row(visit, replay)).toList(),
            "Nothing was sent again yet."),
        Widgets.pager(EndpointPages.path(endpoint.id()) + "/replays", page));
  }

  private static Html row(OperatorVisit visit, Replay replay) {
    String path = EndpointPages.path(replay.endpoint()) + "/replays/" + replay.id();
    return tr(
        td(Moments.relative(replay.createTime(), visit.now())),
        td(state(replay.state())),
        td(Long.toString(replay.delivered())),
        td(Long.toString(replay.failed())),
        td(Long.toString(replay.total())),
        td(
            Html.when(
                replay.state() == Replay.State.RUNNING,
                () -> Widgets.action(path + "/cancel", visit.token(), "Cancel", "small danger"))));
  }

  private static Html state(Replay.State state) {
    return switch (state) {
      case RUNNING -> Widgets.badge("warn", "Running");
      case DONE -> Widgets.badge("good", "Done");
      case CANCELLED -> Widgets.badge("calm", "Cancelled");
    };
  }

  private static Html sheet(OperatorVisit visit, Problems problems) {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("", "All that it asks for");
    EventType.wireNames().forEach(type -> types.put(type, type));
    Map<String, String> states = new LinkedHashMap<>();
    states.put("", "In any state");
    states.put("EXHAUSTED", "Exhausted: tried in vain for the last time");
    states.put("SKIPPED", "Skipped: passed over, or from before the endpoint existed");
    states.put("SUCCESS", "Delivered already");
    Map<String, String> times = new LinkedHashMap<>();
    times.put("", "From the beginning of the log");
    times.put("1", "Of the last hour");
    times.put("24", "Of the last day");
    times.put("168", "Of the last 7 days");
    return Widgets.section(
        "Send again",
        p(
            "The events have the ids they had, so a receiver that drops what it has seen does so"
                + " now, too."),
        form(
            method("post"),
            visit.token().field(),
            choice(visit, "type", "Events", types, problems),
            choice(visit, "status", "Deliveries", states, problems),
            choice(visit, "hours", "Time", times, problems),
            Field.line("filter.organization_id", "Only of this organization (id)")
                .value(visit.visit().form("filter.organization_id"))
                .html(problems),
            Field.number("rate_limit_per_second", "Events per second, at most")
                .value(Integer.toString(Replay.DEFAULT_PER_SECOND))
                .html(problems),
            div(
                css("actions"),
                button("Only count them", name("do"), value("count")),
                button("Send them again", css("main"), name("do"), value("send")))));
  }

  private static Html choice(
      OperatorVisit visit,
      String name,
      String label,
      Map<String, String> options,
      Problems problems) {
    return Field.choice(name, label, options).value(visit.visit().form(name)).html(problems);
  }

  private Answer create(OperatorVisit visit) {
    try {
      Replay.Filter filter = filter(visit);
      if (visit.visit().form("do").equals("count")) {
        long count = replays.count(visit.environment(), EndpointPages.id(visit), filter);
        return show(
            visit,
            Problems.NONE,
            Notice.good(
                (count == 1 ? "1 event" : count + " events") + " would be sent. Nothing was."));
      }
      Replay made =
          replays.create(
              visit.environment(),
              EndpointPages.id(visit),
              filter,
              EndpointForm.number(visit.visit(), "rate_limit_per_second"));
      return show(visit, Problems.NONE, Notice.good("It has begun: " + made.total() + " events."));
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private static Replay.Filter filter(OperatorVisit visit) {
    String type = visit.visit().form("type");
    String organization = visit.visit().form("filter.organization_id");
    return new Replay.Filter(
        type.isEmpty() ? List.of() : List.of(type),
        visit.visit().form("status").isEmpty()
            ? List.of()
            : List.of(visit.visit().choice("status", Delivery.Status.class)),
        organization.isEmpty()
            ? null
            : OrganizationId.parse("filter.organization_id", organization),
        null,
        null,
        since(visit),
        null);
  }

  private static @Nullable Instant since(OperatorVisit visit) {
    String hours = visit.visit().form("hours");
    return hours.isEmpty()
        ? null
        : visit.now().minus(Duration.ofHours(EndpointForm.number(visit.visit(), "hours")));
  }

  private Answer cancel(OperatorVisit visit) {
    replays.cancel(
        visit.environment(),
        EndpointPages.id(visit),
        ReplayId.parse("replay", visit.visit().name("replay")));
    return Answer.redirect(EndpointPages.path(EndpointPages.id(visit)) + "/replays");
  }

  private Answer resend(OperatorVisit visit) {
    replays.resend(
        visit.environment(),
        EndpointPages.id(visit),
        EventId.parse("event", visit.visit().name("event")));
    return Answer.redirect(EndpointPages.path(EndpointPages.id(visit)) + "/replays");
  }
}
