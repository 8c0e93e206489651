package dev.ostiary.web.portal;

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

import dev.ostiary.organization.Domain;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.Domains;
import dev.ostiary.organization.Verification;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// The domains of the IT admin's company, each proved by a DNS record.
final class DomainPages {
  private static final String ONE = Portal.DOMAINS + "/{domain}";

  private final Domains domains;

  DomainPages(Domains domains) {
    this.domains = domains;
  }

  List<PageRoute> routes(PortalGate gate) {
    return List.of(
        gate.look(Portal.DOMAINS, visit -> show(visit, Problems.NONE, Html.NONE)),
        gate.change(Portal.DOMAINS, this::claim),
        gate.change(ONE + "/verify", this::verify),
        gate.change(ONE + "/delete", this::delete));
  }

  private Answer show(PortalVisit visit, Problems problems, Html message) {
    List<Domain> theirs = domains.list(visit.environment(), visit.organizationId());
    return PortalFrame.page(
        visit,
        problems.isEmpty() ? 200 : 422,
        "Domains of your company",
        PortalFrame.crumbs(),
        p(
            "Whoever signs in with an address of these domains is led to your identity provider. To"
                + " show that a domain is yours, publish a record in its DNS."),
        message,
        problems.box(),
        Html.each(theirs, domain -> card(visit, domain)),
        Widgets.section(
            "Another domain",
            form(
                method("post"),
                action(Portal.DOMAINS),
                visit.token().field(),
                Field.line("domain", "Domain").required().html(problems),
                button("Add", css("main")))));
  }

  private static Html card(PortalVisit visit, Domain domain) {
    Verification.Status status = domain.verification().status();
    String path = Portal.DOMAINS + "/" + domain.id();
    return Widgets.section(
        domain.name().toString(),
        p(state(status)),
        Html.when(
            status == Verification.Status.PENDING,
            () ->
                Html.all(
                    dl(
                        dt("Kind of record"),
                        dd("TXT"),
                        dt("Name"),
                        dd(Widgets.copyable(domain.recordName())),
                        dt("Text"),
                        dd(Widgets.copyable(domain.recordText()))),
                    p(
                        "DNS takes from minutes to a day. You may leave this page: we look for the record"
                            + " by ourselves. Keep it, for the domain counts only while it is"
                            + " there.",
                        css("note")))),
        div(
            css("actions"),
            status == Verification.Status.PENDING
                ? Widgets.action(path + "/verify", visit.token(), "Check now", "")
                : Html.NONE,
            Widgets.action(path + "/delete", visit.token(), "Remove", "danger")));
  }

  private static Html state(Verification.Status status) {
    return switch (status) {
      case VERIFIED, AUTO_VERIFIED -> Widgets.badge("good", "Verified");
      case PENDING -> Widgets.badge("warn", "Waiting for the record");
      case FAILED ->
          Widgets.badge("bad", "The record was not found: remove the domain and add it again");
    };
  }

  private Answer claim(PortalVisit visit) {
    try {
      domains.claim(
          visit.environment(),
          visit.organizationId(),
          DomainName.parse(visit.visit().form("domain")),
          visit.cause());
      return Answer.redirect(Portal.DOMAINS);
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private Answer verify(PortalVisit visit) {
    try {
      Domain judged =
          domains.verify(visit.environment(), visit.organizationId(), id(visit), visit.cause());
      return show(
          visit,
          Problems.NONE,
          judged.verification().isVerified()
              ? Notice.good(judged.name() + " is yours.")
              : Notice.warn(
                  Html.text(
                      "The record is not to be seen yet. Check its name and text, and try again"
                          + " later.")));
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private Answer delete(PortalVisit visit) {
    domains.delete(visit.environment(), visit.organizationId(), id(visit), visit.cause());
    return Answer.redirect(Portal.DOMAINS);
  }

  private static DomainId id(PortalVisit visit) {
    return DomainId.parse("domain", visit.visit().name("domain"));
  }
}
