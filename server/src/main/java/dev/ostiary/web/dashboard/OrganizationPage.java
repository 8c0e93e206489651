package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.pre;
import static dev.ostiary.web.page.Tags.summary;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Json;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One customer: its connections and what happened to it.
final class OrganizationPage {
  /// What fits on a screen; the log itself is read by the API.
  private static final int EVENTS_SHOWN = 20;

  private final Organizations organizations;
  private final Connections connections;
  private final EventLog events;

  OrganizationPage(Organizations organizations, Connections connections, EventLog events) {
    this.organizations = organizations;
    this.connections = connections;
    this.events = events;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(OrganizationPages.PATH + "/{organization}", OperatorRole.VIEWER, this::show));
  }

  private Answer show(OperatorVisit visit) {
    Organization organization = organizations.get(visit.environment(), OrganizationPages.id(visit));
    String path = OrganizationPages.path(organization.id());
    return Answer.page(
        Frame.pageUnder(
            visit,
            Frame.Room.ORGANIZATIONS,
            Frame.crumbs(OrganizationPages.PATH, "Organizations"),
            organization.displayName(),
            List.of(
                a("Domains", href(path + "/domains"), css("button")),
                a("Portal links", href(path + "/links"), css("button")),
                a("Change", href(path + "/edit"), css("button")),
                a("Delete", href(path + "/delete"), css("button danger"))),
            facts(visit, organization),
            connections(visit, organization),
            events(visit, organization)));
  }

  private static Html facts(OperatorVisit visit, Organization organization) {
    String external = organization.externalId();
    return Widgets.section(
        "Facts",
        dl(
            dt("Id"),
            dd(Widgets.copyable(organization.id().toString())),
            dt("Your own id"),
            dd(external == null ? Html.text("–") : code(external)),
            dt("Created"),
            dd(Moments.relative(organization.createTime(), visit.now())),
            dt("Changed"),
            dd(Moments.relative(organization.updateTime(), visit.now()))));
  }

  private Html connections(OperatorVisit visit, Organization organization) {
    String path = OrganizationPages.path(organization.id());
    List<Html> rows =
        connections.listByOrganization(visit.environment(), organization.id(), true).stream()
            .map(connection -> row(visit, connection))
            .toList();
    return Widgets.section(
        "Connections",
        Widgets.table(
            "Connections",
            List.of("Connection", "Protocol", "State", "Certificate", "Changed"),
            rows,
            "No connection yet."),
        p(css("actions"), a("New connection", href(path + "/connections/new"), css("button"))));
  }

  private static Html row(OperatorVisit visit, Connection connection) {
    return tr(
        td(
            a(
                ConnectionWords.provider(connection.provider()),
                href(ConnectionPages.path(connection))),
            div(connection.id().toString(), css("quiet small"))),
        td(connection.type().name()),
        td(Words.state(connection)),
        td(Certificates.soonest(List.of(connection), visit.now())),
        td(Moments.relative(connection.updateTime(), visit.now())));
  }

  private Html events(OperatorVisit visit, Organization organization) {
    long last =
        Optional.ofNullable(
                events
                    .latest(visit.environment(), List.of(organization.id()))
                    .get(organization.id()))
            .map(Event::sequence)
            .orElse(0L);
    long from =
        visit.visit().query("before").matches("[0-9]{1,18}")
            ? Math.min(last, Long.parseLong(visit.visit().query("before")) - 1)
            : last;
    long after = Math.max(0, from - EVENTS_SHOWN);
    List<Event> shown =
        from <= 0
            ? List.of()
            : events.lane(visit.environment(), organization.id(), after, (int) (from - after));
    return Widgets.section(
        "Events",
        Widgets.table(
            "Events",
            List.of("Sequence", "Event", "When", "Payload"),
            shown.reversed().stream().map(event -> row(visit, event)).toList(),
            "Nothing has happened yet."),
        Html.when(after > 0, () -> p(a("Older →", href("?before=" + (after + 1) + "#events")))));
  }

  private static Html row(OperatorVisit visit, Event event) {
    return tr(
        td(Long.toString(event.sequence())),
        td(code(event.type()), div(event.id().toString(), css("quiet small"))),
        td(Moments.relative(event.occurredAt(), visit.now())),
        td(
            details(
                summary("Show"),
                pre(
                    Json.pretty(
                        Json.parse(
                            new String(event.detailedPayload(), StandardCharsets.UTF_8)))))));
  }
}
