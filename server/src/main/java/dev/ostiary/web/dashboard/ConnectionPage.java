package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Attributes.target;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.connection.Versions;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.ArrayList;
import java.util.List;

/// One connection: how it stands, what to enter at the identity provider, what came from there.
final class ConnectionPage {
  private final Organizations organizations;
  private final LoginRecords logins;
  private final DraftPages drafts;

  ConnectionPage(Organizations organizations, LoginRecords logins, DraftPages drafts) {
    this.organizations = organizations;
    this.logins = logins;
    this.drafts = drafts;
  }

  Answer show(OperatorVisit visit, Versions versions, Problems problems) {
    Connection connection = versions.live();
    Organization organization = organizations.get(visit.environment(), connection.organization());
    return Answer.page(
        problems.isEmpty() ? 200 : 422,
        Frame.pageUnder(
            visit,
            Frame.Room.ORGANIZATIONS,
            Frame.crumbs(OrganizationPages.path(organization.id()), organization.displayName()),
            ConnectionWords.provider(connection.provider()) + ", " + connection.type(),
            steps(visit, connection),
            problems.box(),
            missing(connection),
            Html.when(
                visit.operator().role().covers(OperatorRole.ADMIN),
                () -> drafts.sections(visit, versions)),
            facts(visit, connection),
            ours(visit, connection),
            certificates(visit, connection),
            LoginPages.section(visit, logins, connection.id()),
            configuration(visit, versions, problems)));
  }

  private static List<Html> steps(OperatorVisit visit, Connection connection) {
    String path = ConnectionPages.path(connection);
    List<Html> steps = new ArrayList<>();
    if (connection.missing().isEmpty()) {
      String test = SpUrls.of(visit.visit().environment().url(), connection).test();
      steps.add(a("Test the sign-in", href(test), css("button"), target("_blank")));
    }
    if (connection.enabled()) {
      steps.add(a("Disable", href(path + "/disable"), css("button")));
    } else if (connection.missing().isEmpty()) {
      steps.add(a("Enable", href(path + "/enable"), css("button main")));
    }
    steps.add(a("Delete", href(path + "/delete"), css("button danger")));
    return steps;
  }

  private static Html missing(Connection connection) {
    return Html.when(
        !connection.missing().isEmpty(),
        () ->
            Notice.tip(
                Html.text("Before it can be enabled it needs: "),
                Html.text(
                    String.join(
                        ", ", connection.missing().stream().map(ConnectionPage::label).toList())),
                Html.text(".")));
  }

  /// The words of the form for the contract's names.
  static String label(String field) {
    return field.substring(field.indexOf('.') + 1).replace("idp_", "").replace('_', ' ');
  }

  private static Html facts(OperatorVisit visit, Connection connection) {
    return Widgets.section(
        "State",
        dl(
            dt("State"),
            dd(Words.state(connection)),
            dt("Id"),
            dd(Widgets.copyable(connection.id().toString())),
            dt("Created"),
            dd(Moments.relative(connection.createTime(), visit.now())),
            dt("Changed"),
            dd(Moments.relative(connection.updateTime(), visit.now()))));
  }

  private static Html ours(OperatorVisit visit, Connection connection) {
    SpUrls urls = SpUrls.of(visit.visit().environment().url(), connection);
    return Widgets.section(
        "To enter at the identity provider",
        connection.type() == ConnectionType.SAML
            ? dl(
                dt("ACS URL (reply URL)"),
                dd(Widgets.copyable(urls.callback())),
                dt("Entity id (audience)"),
                dd(Widgets.copyable(urls.entityId())),
                dt("Our metadata"),
                dd(Widgets.copyable(urls.metadata())))
            : dl(
                dt("Redirect URI"),
                dd(Widgets.copyable(urls.callback())),
                dt("Initiate login URI"),
                dd(Widgets.copyable(urls.initiateLogin())),
                dt("Post-logout redirect URI"),
                dd(Widgets.copyable(urls.postLogoutCallback()))));
  }

  private static Html certificates(OperatorVisit visit, Connection connection) {
    if (!(connection.config() instanceof SamlConfig saml)) {
      return Html.NONE;
    }
    return Widgets.section(
        "Certificates",
        Widgets.table(
            "Certificates",
            List.of("Issuer", "Good until", "Left", "Fingerprint (SHA-256)"),
            saml.idpCertificates().stream()
                .map(certificate ->
                    tr(
                        td(certificate.issuer()),
                        td(Moments.exact(certificate.notAfter())),
                        td(Certificates.daysLeft(certificate.notAfter(), visit.now())),
                        td(code(certificate.fingerprint(), css("small")))))
                .toList(),
            "None yet; they come with the metadata."));
  }

  private static Html configuration(OperatorVisit visit, Versions versions, Problems problems) {
    if (!visit.operator().role().covers(OperatorRole.ADMIN)) {
      return Html.NONE;
    }
    Connection edited = versions.edited();
    return Widgets.section(
        "Configuration",
        Html.when(
            versions.drafts(),
            () ->
                p(
                    "People depend on what is in use, so a change becomes a draft first. It can be tested,"
                        + " and changes nothing until you put it to use.")),
        form(
            method("post"),
            action(ConnectionPages.path(edited) + "/configure"),
            visit.token().field(),
            DraftPages.seen(edited.configuration()),
            ConnectionForm.fields(edited, problems),
            div(
                css("actions"),
                button(versions.drafts() ? "Save in a draft" : "Save", css("main")))));
  }
}
