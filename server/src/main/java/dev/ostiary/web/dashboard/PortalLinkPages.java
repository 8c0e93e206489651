package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.SharedLink;
import dev.ostiary.organization.SharedLinks;
import dev.ostiary.platform.id.PortalLinkId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// The links by which a customer's IT admins come into the portal.
final class PortalLinkPages {
  private static final String PATH = OrganizationPages.PATH + "/{organization}/links";
  private static final String PORTAL = "/magicLink/";

  private final Organizations organizations;
  private final SharedLinks links;

  PortalLinkPages(Organizations organizations, SharedLinks links) {
    this.organizations = organizations;
    this.links = links;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(PATH, OperatorRole.ADMIN, visit -> list(visit, Html.NONE)),
        gate.change(PATH, OperatorRole.ADMIN, this::create),
        gate.change(PATH + "/{link}/revoke", OperatorRole.ADMIN, this::revoke));
  }

  private Answer list(OperatorVisit visit, Html message) {
    Organization organization = organizations.get(visit.environment(), OrganizationPages.id(visit));
    String path = OrganizationPages.path(organization.id());
    List<Html> rows =
        links.list(visit.environment(), organization.id()).stream()
            .map(link -> row(visit, path, link))
            .toList();
    return Answer.page(
        Frame.pageUnder(
            visit,
            Frame.Room.ORGANIZATIONS,
            Frame.crumbs(path, organization.displayName()),
            "Portal links",
            List.of(Widgets.action(path + "/links", visit.token(), "New link", "main")),
            message,
            p(
                "Send a link to the IT admin of "
                    + organization.displayName()
                    + ", who connects their identity provider there without you. It works for "
                    + SharedLinks.LIFETIME.toDays()
                    + " days, as often as it takes, and reaches this organization alone."),
            Widgets.table(
                "Portal links", List.of("Link", "Ends", ""), rows, "No link is out there.")));
  }

  private static Html row(OperatorVisit visit, String path, SharedLink link) {
    return tr(
        td(link.id().toString()),
        td(Moments.relative(link.expireTime(), visit.now())),
        td(
            Widgets.action(
                path + "/links/" + link.id() + "/revoke",
                visit.token(),
                "Revoke",
                "small danger")));
  }

  private Answer create(OperatorVisit visit) {
    Organization organization = organizations.get(visit.environment(), OrganizationPages.id(visit));
    SharedLinks.Created made = links.create(visit.environment(), organization.id());
    return list(
        visit,
        Html.all(
            Notice.good("The link is shown only now. Whoever has it can use it."),
            div(
                css("card"),
                Widgets.copyable(
                    visit.visit().environment().url() + PORTAL + made.token().reveal()))));
  }

  private Answer revoke(OperatorVisit visit) {
    links.revoke(
        visit.environment(),
        OrganizationPages.id(visit),
        PortalLinkId.parse("link", visit.visit().name("link")));
    return list(visit, Notice.good("The link opens nothing any more, and who came by it is out."));
  }
}
