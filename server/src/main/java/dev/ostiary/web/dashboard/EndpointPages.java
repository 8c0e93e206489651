package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.platform.outbound.OutboundUrl;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.Endpoints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The webhook endpoints: all of them, making, changing and deleting one.
final class EndpointPages {
  static final String PATH = Frame.Room.WEBHOOKS.path;
  static final String ONE = PATH + "/{endpoint}";

  private final Endpoints endpoints;
  private final OutboundClient outbound;

  EndpointPages(Endpoints endpoints, OutboundClient outbound) {
    this.endpoints = endpoints;
    this.outbound = outbound;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(PATH, OperatorRole.VIEWER, this::list),
        gate.look(PATH + "/new", OperatorRole.ADMIN, visit -> sheet(visit, null, Problems.NONE)),
        gate.change(PATH + "/new", OperatorRole.ADMIN, this::create),
        gate.look(ONE + "/edit", OperatorRole.ADMIN, this::edit),
        gate.change(ONE + "/edit", OperatorRole.ADMIN, this::change),
        gate.change(ONE + "/disable", OperatorRole.ADMIN, this::disable),
        gate.change(ONE + "/enable", OperatorRole.ADMIN, this::enable),
        gate.look(ONE + "/delete", OperatorRole.ADMIN, this::confirmDeletion),
        gate.change(ONE + "/delete", OperatorRole.ADMIN, this::delete));
  }

  static EndpointId id(OperatorVisit visit) {
    return EndpointId.parse("endpoint", visit.visit().name("endpoint"));
  }

  static String path(EndpointId id) {
    return PATH + "/" + id;
  }

  private Answer list(OperatorVisit visit) {
    Page<Endpoint> page = endpoints.list(visit.environment(), visit.page());
    return Answer.page(
        Frame.page(
            visit,
            Frame.Room.WEBHOOKS,
            "Webhooks",
            List.of(a("New endpoint", href(PATH + "/new"), css("button main"))),
            Widgets.table(
                "Endpoints",
                List.of("Endpoint", "Events", "State", "Changed"),
                page.items().stream().map(endpoint -> row(visit, endpoint)).toList(),
                "No endpoint yet. Tell Ostiary where your app listens, and it hears of every change"
                    + " of a connection."),
            Widgets.pager(PATH, page)));
  }

  private static Html row(OperatorVisit visit, Endpoint endpoint) {
    return tr(
        td(
            a(endpoint.settings().name(), href(path(endpoint.id()))),
            div(css("quiet small"), code(endpoint.settings().url().toString()))),
        td(
            endpoint.settings().eventTypes().isEmpty()
                ? "all"
                : Integer.toString(endpoint.settings().eventTypes().size())),
        td(Words.state(endpoint)),
        td(Moments.relative(endpoint.updateTime(), visit.now())));
  }

  private Answer create(OperatorVisit visit) {
    try {
      Endpoint made =
          endpoints
              .create(visit.environment(), EndpointForm.read(visit.visit(), url(visit), null), true)
              .endpoint();
      return Answer.redirect(path(made.id()));
    } catch (Problem problem) {
      return sheet(visit, null, Problems.of(problem));
    }
  }

  private OutboundUrl url(OperatorVisit visit) {
    return outbound.parse("url", visit.visit().form("url"));
  }

  private Answer edit(OperatorVisit visit) {
    return sheet(visit, endpoints.get(visit.environment(), id(visit)), Problems.NONE);
  }

  private Answer change(OperatorVisit visit) {
    Endpoint before = endpoints.get(visit.environment(), id(visit));
    try {
      endpoints.update(
          visit.environment(),
          before.id(),
          settings -> EndpointForm.read(visit.visit(), url(visit), settings),
          null);
      return Answer.redirect(path(before.id()));
    } catch (Problem problem) {
      return sheet(visit, before, Problems.of(problem));
    }
  }

  private static Answer sheet(OperatorVisit visit, @Nullable Endpoint endpoint, Problems problems) {
    return Answer.page(
        problems.isEmpty() ? 200 : 422,
        Frame.page(
            visit,
            Frame.Room.WEBHOOKS,
            endpoint == null ? "New endpoint" : "Change " + endpoint.settings().name(),
            List.of(),
            problems.box(),
            form(
                method("post"),
                css("card"),
                visit.token().field(),
                EndpointForm.fields(
                    endpoint == null ? null : endpoint.settings(),
                    problems.isEmpty() ? null : visit.visit(),
                    problems),
                div(
                    css("actions"),
                    button(endpoint == null ? "Create" : "Save", css("main")),
                    a("Cancel", href(endpoint == null ? PATH : path(endpoint.id())))))));
  }

  private Answer disable(OperatorVisit visit) {
    endpoints.disable(visit.environment(), id(visit));
    return Answer.redirect(path(id(visit)));
  }

  private Answer enable(OperatorVisit visit) {
    endpoints.enable(
        visit.environment(),
        id(visit),
        visit.visit().choice("resume_from", Endpoints.ResumePoint.class));
    return Answer.redirect(path(id(visit)));
  }

  private Answer confirmDeletion(OperatorVisit visit) {
    Endpoint endpoint = endpoints.get(visit.environment(), id(visit));
    return Answer.page(
        Frame.page(
            visit,
            Frame.Room.WEBHOOKS,
            "Delete " + endpoint.settings().name() + "?",
            List.of(),
            Notice.warn(
                Html.text(
                    "Nothing more is sent there, and its secrets are gone. What was sent stays in"
                        + " the log. This cannot be undone.")),
            form(
                method("post"),
                action(path(endpoint.id()) + "/delete"),
                visit.token().field(),
                div(
                    css("actions"),
                    button("Delete for good", css("danger")),
                    a("Keep it", href(path(endpoint.id())))))));
  }

  private Answer delete(OperatorVisit visit) {
    endpoints.delete(visit.environment(), id(visit));
    return Answer.redirect(PATH);
  }
}
