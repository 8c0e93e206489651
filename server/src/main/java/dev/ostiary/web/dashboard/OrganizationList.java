package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All customers, each with how it stands in one line.
final class OrganizationList {
  private static final String PATH = OrganizationPages.PATH;

  private final Organizations organizations;
  private final Connections connections;
  private final LoginRecords logins;
  private final EventLog events;

  OrganizationList(
      Organizations organizations, Connections connections, LoginRecords logins, EventLog events) {
    this.organizations = organizations;
    this.connections = connections;
    this.logins = logins;
    this.events = events;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(gate.look(PATH, OperatorRole.VIEWER, this::show));
  }

  /// What is known of the organizations of a page: each is asked for once, for all of them.
  private record Standing(
      Map<OrganizationId, List<Connection>> connections,
      Map<OrganizationId, Instant> lastSignIns,
      Map<OrganizationId, Event> lastEvents) {}

  private Standing standing(EnvironmentId environment, List<Organization> shown) {
    List<OrganizationId> ids = shown.stream().map(Organization::id).toList();
    return new Standing(
        connections.listByOrganizations(environment, ids),
        logins.lastSuccesses(environment, ids),
        events.latest(environment, ids));
  }

  private Answer show(OperatorVisit visit) {
    String wanted = visit.visit().query("q").strip();
    Page<Organization> page =
        wanted.isEmpty()
            ? organizations.list(visit.environment(), visit.page())
            : search(visit, wanted);
    Standing standing = standing(visit.environment(), page.items());
    return Answer.page(
        Frame.page(
            visit,
            Frame.Room.ORGANIZATIONS,
            "Organizations",
            List.of(a("New organization", href(PATH + "/new"), css("button main"))),
            form(
                method("get"),
                action(PATH),
                css("filters"),
                Field.line("q", "Find by name or id").value(wanted).html(Problems.NONE),
                button("Find")),
            Widgets.table(
                "Organizations",
                List.of("Organization", "Connections", "Certificate", "Last sign-in", "Last event"),
                page.items().stream()
                    .map(organization -> row(visit, organization, standing))
                    .toList(),
                wanted.isEmpty()
                    ? "No customer yet. Make the first one here, or from your app by the API."
                    : "No organization is called that."),
            Widgets.pager(PATH + "?q=" + Widgets.encode(wanted), page)));
  }

  private Page<Organization> search(OperatorVisit visit, String wanted) {
    Optional<Organization> exact = exact(visit, wanted);
    return exact.isPresent()
        ? new Page<>(List.of(exact.get()), "", "", 1)
        : organizations.search(visit.environment(), wanted, visit.page());
  }

  private Optional<Organization> exact(OperatorVisit visit, String wanted) {
    try {
      return Optional.of(
          wanted.startsWith("org_")
              ? organizations.get(visit.environment(), OrganizationId.parse("organization", wanted))
              : organizations.getByExternalId(visit.environment(), wanted));
    } catch (Problem notThere) {
      return Optional.empty();
    }
  }

  private static Html row(OperatorVisit visit, Organization organization, Standing standing) {
    OrganizationId id = organization.id();
    List<Connection> theirs = standing.connections().getOrDefault(id, List.of());
    Event latest = standing.lastEvents().get(id);
    return tr(
        td(
            a(organization.displayName(), href(OrganizationPages.path(id))),
            div(id.toString(), css("quiet small"))),
        td(
            theirs.isEmpty()
                ? Html.text("none")
                : Html.each(theirs, connection -> div(Words.state(connection)))),
        td(Certificates.soonest(theirs, visit.now())),
        td(Moments.relative(standing.lastSignIns().get(id), visit.now())),
        td(
            latest == null
                ? Html.text("–")
                : Html.all(
                    div(latest.type()), div(Moments.relative(latest.occurredAt(), visit.now())))));
  }
}
