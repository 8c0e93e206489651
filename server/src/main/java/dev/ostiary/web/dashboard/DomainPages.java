package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Domain;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.DomainType;
import dev.ostiary.organization.Domains;
import dev.ostiary.organization.NewDomain;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.Verification;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The domains of one customer: those that the operator vouches for, and those that the customer
/// proves by a DNS record.
final class DomainPages {
  private static final String ALL = OrganizationPages.PATH + "/{organization}/domains";
  private static final String ONE = ALL + "/{domain}";

  /// How a domain may come to be one of the customer's.
  private enum Basis {
    CLAIMED,
    VOUCHED,
    SUGGESTED
  }

  private final Organizations organizations;
  private final Domains domains;

  DomainPages(Customers customers) {
    this.organizations = customers.organizations();
    this.domains = customers.domains();
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(ALL, OperatorRole.VIEWER, visit -> show(visit, Problems.NONE, Html.NONE)),
        gate.change(ALL, OperatorRole.ADMIN, this::add),
        gate.change(ONE + "/verify", OperatorRole.ADMIN, this::verify),
        gate.change(ONE + "/delete", OperatorRole.ADMIN, this::delete));
  }

  static String path(Organization organization) {
    return OrganizationPages.path(organization.id()) + "/domains";
  }

  private Answer show(OperatorVisit visit, Problems problems, Html message) {
    Organization organization = organizations.get(visit.environment(), OrganizationPages.id(visit));
    return Answer.page(
        problems.isEmpty() ? 200 : 422,
        Frame.pageUnder(
            visit,
            Frame.Room.ORGANIZATIONS,
            Frame.crumbs(OrganizationPages.path(organization.id()), organization.displayName()),
            "Domains",
            List.of(),
            p(
                "Whoever signs in with an address of a verified domain is led to this organization."
                    + " At most one organization has a domain verified."),
            message,
            problems.box(),
            Html.each(
                domains.list(visit.environment(), organization.id()),
                domain -> card(visit, organization, domain)),
            Html.when(visit.mayChange(), () -> sheet(visit, organization, problems))));
  }

  private static Html card(OperatorVisit visit, Organization organization, Domain domain) {
    boolean pending = domain.verification().status() == Verification.Status.PENDING;
    String path = path(organization) + "/" + domain.id();
    return Widgets.section(
        domain.name().toString(),
        dl(
            dt("State"),
            dd(state(domain.verification().status())),
            dt("Why"),
            dd(why(domain)),
            dt("Id"),
            dd(Widgets.copyable(domain.id().toString())),
            dt("Leads to"),
            dd(leadsTo(domain)),
            dt("Added"),
            dd(Moments.relative(domain.createTime(), visit.now()))),
        Html.when(pending, () -> record(domain)),
        Html.when(
            visit.mayChange(),
            () ->
                div(
                    css("actions"),
                    Html.when(
                        pending,
                        () -> Widgets.action(path + "/verify", visit.token(), "Check now", "")),
                    Widgets.action(path + "/delete", visit.token(), "Remove", "danger"))));
  }

  private static Html record(Domain domain) {
    return Html.all(
        p("The customer shows that the domain is theirs by this DNS record:"),
        dl(
            dt("Kind of record"),
            dd("TXT"),
            dt("Name"),
            dd(Widgets.copyable(domain.recordName())),
            dt("Text"),
            dd(Widgets.copyable(domain.recordText()))));
  }

  private static Html state(Verification.Status status) {
    return switch (status) {
      case VERIFIED -> Widgets.badge("good", "Verified");
      case AUTO_VERIFIED -> Widgets.badge("calm", "Suggests only");
      case PENDING -> Widgets.badge("warn", "Waiting for the record");
      case FAILED -> Widgets.badge("bad", "No record was found in time");
    };
  }

  private static String why(Domain domain) {
    return switch (domain.verification().method()) {
      case ADMIN -> "somebody of yours vouched for it";
      case DNS -> "the customer claimed it, and proves it by DNS";
      case NOT_APPLICABLE -> "it only suggests this organization to people with such an address";
    };
  }

  private static String leadsTo(Domain domain) {
    return domain.connection() == null
        ? "any connection of the organization"
        : domain.connection().toString();
  }

  private static Html sheet(OperatorVisit visit, Organization organization, Problems problems) {
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put(Basis.CLAIMED.name(), "The customer proves it by DNS");
    ways.put(Basis.VOUCHED.name(), "We vouch for it: it counts at once");
    ways.put(Basis.SUGGESTED.name(), "It only suggests this organization, and proves nothing");
    return Widgets.section(
        "Another domain",
        form(
            method("post"),
            action(path(organization)),
            visit.token().field(),
            Field.line("domain", "Domain")
                .value(problems.isEmpty() ? "" : visit.visit().form("domain"))
                .required()
                .html(problems),
            Field.choice("basis", "Whose word is it?", ways)
                .value(visit.visit().form("basis"))
                .html(problems),
            button("Add", css("main"))));
  }

  private Answer add(OperatorVisit visit) {
    try {
      Basis basis = visit.visit().choice("basis", Basis.class);
      add(visit, DomainName.parse(visit.visit().form("domain")), basis);
      return back(visit);
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private void add(OperatorVisit visit, DomainName name, Basis basis) {
    var organization = OrganizationPages.id(visit);
    switch (basis) {
      case CLAIMED -> domains.claim(visit.environment(), organization, name, visit.cause());
      case VOUCHED ->
          domains.add(visit.environment(), organization, NewDomain.routing(name), visit.cause());
      case SUGGESTED ->
          domains.add(
              visit.environment(),
              organization,
              new NewDomain(name, DomainType.ALLOWED_EMAIL_DOMAIN, null),
              visit.cause());
    }
  }

  private Answer verify(OperatorVisit visit) {
    try {
      Domain judged =
          domains.verify(
              visit.environment(), OrganizationPages.id(visit), id(visit), visit.cause());
      return show(visit, Problems.NONE, finding(judged));
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private static Html finding(Domain judged) {
    return switch (judged.verification().status()) {
      case VERIFIED, AUTO_VERIFIED -> Notice.good(judged.name() + " is verified.");
      case PENDING ->
          Notice.warn(
              Html.text(
                  "The record is not to be seen yet. DNS takes from minutes to a day; try again"
                      + " later."));
      case FAILED ->
          Notice.bad("The record did not appear in time. Remove the domain and add it again.");
    };
  }

  private Answer delete(OperatorVisit visit) {
    domains.delete(visit.environment(), OrganizationPages.id(visit), id(visit), visit.cause());
    return back(visit);
  }

  private static Answer back(OperatorVisit visit) {
    return Answer.redirect(OrganizationPages.path(OrganizationPages.id(visit)) + "/domains");
  }

  private static DomainId id(OperatorVisit visit) {
    return DomainId.parse("domain", visit.visit().name("domain"));
  }
}
