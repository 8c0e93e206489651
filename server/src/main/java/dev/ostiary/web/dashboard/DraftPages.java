package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Attributes.name;
import static dev.ostiary.web.page.Attributes.target;
import static dev.ostiary.web.page.Attributes.type;
import static dev.ostiary.web.page.Attributes.value;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.input;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.connection.Configuration;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Difference;
import dev.ostiary.connection.Drafts;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.connection.Versions;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.login.LoginStatus;
import dev.ostiary.platform.Problem;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// The configurations of a connection beside the one in use, and what an operator can do with them.
/// Unlike an IT admin, an operator may put to use what was not tested; the page says so.
final class DraftPages {
  /// The field that says which revision was seen.
  static final String SEEN = "seen";

  private final Drafts drafts;
  private final LoginRecords logins;

  DraftPages(Drafts drafts, LoginRecords logins) {
    this.drafts = drafts;
    this.logins = logins;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.change(ConnectionPages.ONE + "/adopt", OperatorRole.ADMIN, this::adopt),
        gate.change(ConnectionPages.ONE + "/roll-back", OperatorRole.ADMIN, this::rollBack),
        gate.change(ConnectionPages.ONE + "/discard", OperatorRole.ADMIN, this::discard));
  }

  private Answer adopt(OperatorVisit visit) {
    return back(
        drafts.adopt(
            visit.environment(),
            OrganizationPages.id(visit),
            ConnectionPages.id(visit),
            seen(visit)));
  }

  private Answer rollBack(OperatorVisit visit) {
    return back(
        drafts.rollBack(
            visit.environment(),
            OrganizationPages.id(visit),
            ConnectionPages.id(visit),
            seen(visit)));
  }

  private Answer discard(OperatorVisit visit) {
    return back(
        drafts.discard(
            visit.environment(), OrganizationPages.id(visit), ConnectionPages.id(visit)));
  }

  private static Answer back(Versions versions) {
    return Answer.redirect(ConnectionPages.path(versions.live()));
  }

  /// The revision that a form says was seen.
  static long seen(OperatorVisit visit) {
    String text = visit.visit().form(SEEN);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Problem.invalid(
          SEEN, "found \"" + text + "\", expected a number; load the page again and send its form");
    }
  }

  static Html seen(Configuration configuration) {
    return input(type("hidden"), name(SEEN), value(Long.toString(configuration.revision())));
  }

  /// The draft and the former configuration, as far as there are any.
  Html sections(OperatorVisit visit, Versions versions) {
    return Html.all(draft(visit, versions), former(visit, versions));
  }

  private Html draft(OperatorVisit visit, Versions versions) {
    if (versions.draft() == null) {
      return Html.NONE;
    }
    Connection drafted = versions.edited();
    boolean complete = drafted.missing().isEmpty();
    return Widgets.section(
        "Draft",
        p(
            "Only a test goes by the draft; everybody signs in by what is in use. Nobody is told of it"
                + " by a webhook."),
        differences(versions.live().configuration(), drafted.configuration(), "Draft"),
        state(versions, drafted),
        div(
            css("actions"),
            Html.when(
                complete,
                () ->
                    a(
                        "Test the draft",
                        href(
                            SpUrls.of(visit.visit().environment().url(), drafted)
                                .test(drafted.configuration())),
                        css("button"),
                        target("_blank"))),
            Html.when(
                complete && !versions.isOutdated(),
                () ->
                    step(visit, drafted, "adopt", drafted.configuration(), "Put the draft to use")),
            step(visit, drafted, "discard", drafted.configuration(), "Throw the draft away")));
  }

  private Html state(Versions versions, Connection drafted) {
    if (versions.isOutdated()) {
      return Notice.warn(
          Html.text(
              "What is in use was changed after the draft was begun. Throw the draft away and make the"
                  + " change again."));
    }
    boolean tested =
        logins
            .tests(drafted.environment(), drafted.id(), drafted.configuration().revision())
            .stream()
            .anyMatch(test -> test.status() == LoginStatus.SUCCESS);
    return tested
        ? Notice.good("A test of this draft went well.")
        : Notice.warn(Html.text("No test of this draft has gone well yet."));
  }

  private static Html former(OperatorVisit visit, Versions versions) {
    Configuration former = versions.former();
    if (former == null) {
      return Html.NONE;
    }
    return Widgets.section(
        "Former configuration",
        differences(versions.live().configuration(), former, "Before"),
        div(css("actions"), step(visit, versions.live(), "roll-back", former, "Go back to it")));
  }

  private static Html differences(Configuration live, Configuration other, String head) {
    return Widgets.table(
        "What is different",
        List.of("Value", "In use", head),
        live.differences(other).stream().map(DraftPages::row).toList(),
        "They say the same.");
  }

  private static Html row(Difference one) {
    return tr(td(ConnectionPage.label(one.field())), td(code(one.before())), td(code(one.after())));
  }

  private static Html step(
      OperatorVisit visit, Connection connection, String step, Configuration seen, String label) {
    return form(
        method("post"),
        action(ConnectionPages.path(connection) + "/" + step),
        css("inline"),
        visit.token().field(),
        seen(seen),
        button(label));
  }
}
