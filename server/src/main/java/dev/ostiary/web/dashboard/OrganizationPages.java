package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;

import dev.ostiary.connection.Connections;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.OrganizationChange;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The customers: making one, changing one, taking one away.
final class OrganizationPages {
  static final String PATH = "/dashboard/organizations";

  private final Organizations organizations;
  private final Connections connections;

  OrganizationPages(Organizations organizations, Connections connections) {
    this.organizations = organizations;
    this.connections = connections;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look("/dashboard", OperatorRole.VIEWER, visit -> Answer.redirect(PATH)),
        gate.look(PATH + "/new", OperatorRole.ADMIN, visit -> sheet(visit, null, Problems.NONE)),
        gate.change(PATH + "/new", OperatorRole.ADMIN, this::create),
        gate.look(PATH + "/{organization}/edit", OperatorRole.ADMIN, this::edit),
        gate.change(PATH + "/{organization}/edit", OperatorRole.ADMIN, this::change),
        gate.look(PATH + "/{organization}/delete", OperatorRole.ADMIN, this::confirmDeletion),
        gate.change(PATH + "/{organization}/delete", OperatorRole.ADMIN, this::delete));
  }

  /// The id in the path.
  static OrganizationId id(OperatorVisit visit) {
    return OrganizationId.parse("organization", visit.visit().name("organization"));
  }

  static String path(OrganizationId id) {
    return PATH + "/" + id;
  }

  /// The way to the organization that something belongs to; some things belong to none.
  static Html link(@Nullable OrganizationId id) {
    return id == null ? Html.text("–") : a(id.toString(), href(path(id)));
  }

  private Answer create(OperatorVisit visit) {
    try {
      Organization made =
          organizations.create(
              visit.environment(),
              new NewOrganization(
                  visit.visit().form("display_name"),
                  null,
                  visit.visit().formOrNull("external_id"),
                  null,
                  null,
                  Map.of()),
              visit.cause());
      return Answer.redirect(path(made.id()));
    } catch (Problem problem) {
      return sheet(visit, null, Problems.of(problem));
    }
  }

  private Answer edit(OperatorVisit visit) {
    return sheet(visit, organizations.get(visit.environment(), id(visit)), Problems.NONE);
  }

  private Answer change(OperatorVisit visit) {
    Organization before = organizations.get(visit.environment(), id(visit));
    try {
      organizations.update(
          visit.environment(),
          before.id(),
          new OrganizationChange(
              visit.visit().form("display_name"),
              visit.visit().form("external_id"),
              null,
              null,
              null,
              null),
          visit.cause());
      return Answer.redirect(path(before.id()));
    } catch (Problem problem) {
      return sheet(visit, before, Problems.of(problem));
    }
  }

  private static Answer sheet(
      OperatorVisit visit, @Nullable Organization organization, Problems problems) {
    boolean sent = !problems.isEmpty();
    String name = organization == null ? "" : organization.displayName();
    String external = organization == null ? null : organization.externalId();
    String back = organization == null ? PATH : path(organization.id());
    return Answer.page(
        sent ? 422 : 200,
        Frame.page(
            visit,
            Frame.Room.ORGANIZATIONS,
            organization == null ? "New organization" : "Change " + name,
            List.of(),
            problems.box(),
            form(
                method("post"),
                css("card"),
                visit.token().field(),
                Field.line("display_name", "Name")
                    .value(sent ? visit.visit().form("display_name") : name)
                    .required()
                    .hint("As your customer is called; the IT admin sees it too.")
                    .html(problems),
                Field.line("external_id", "Your own id")
                    .value(sent ? visit.visit().form("external_id") : external)
                    .hint("What your app calls this customer, if you want to find it by that.")
                    .html(problems),
                div(
                    css("actions"),
                    button(organization == null ? "Create" : "Save", css("main")),
                    a("Cancel", href(back))))));
  }

  private Answer confirmDeletion(OperatorVisit visit) {
    Organization organization = organizations.get(visit.environment(), id(visit));
    int count = connections.listByOrganization(visit.environment(), organization.id(), true).size();
    return Answer.page(
        Frame.page(
            visit,
            Frame.Room.ORGANIZATIONS,
            "Delete " + organization.displayName() + "?",
            List.of(),
            Notice.warn(
                Html.text(
                    "Its "
                        + (count == 1 ? "connection goes" : count + " connections go")
                        + " with it, and its people can no longer sign in. Your webhooks hear of"
                        + " each connection (organization.sso_deleted) and of the organization"
                        + " (organization.deleted). This cannot be undone.")),
            form(
                method("post"),
                visit.token().field(),
                div(
                    css("actions"),
                    button("Delete for good", css("danger")),
                    a("Keep it", href(path(organization.id())))))));
  }

  private Answer delete(OperatorVisit visit) {
    organizations.delete(visit.environment(), id(visit), visit.cause());
    return Answer.redirect(PATH);
  }
}
