package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.aria;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.hx;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.target;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.summary;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;
import static dev.ostiary.web.page.Tags.ul;

import dev.ostiary.connection.Connection;
import dev.ostiary.login.Login;
import dev.ostiary.login.LoginStatus;
import dev.ostiary.login.TestReport;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.Part;
import dev.ostiary.web.page.Widgets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The test of one configuration: how to make it, how the last one went, what came of it, and what
/// may be done when it went well. It looks for news by itself until there is a good one.
final class TrialCard {
  private final Trials trials;

  TrialCard(Trials trials) {
    this.trials = trials;
  }

  /// @param connection in the configuration that is to be tested
  /// @param whenPassed what is offered as soon as a test has gone well; nothing where nothing is to
  ///   follow
  Html html(PortalVisit visit, Connection connection, Html whenPassed) {
    return Html.all(
        part(visit, connection, whenPassed),
        Html.when(!trials.passed(connection), () -> trouble(Guides.of(connection))));
  }

  /// The part that is replaced when there is news.
  Html part(PortalVisit visit, Connection connection, Html whenPassed) {
    boolean passed = trials.passed(connection);
    boolean waits = !passed && whenPassed != Html.NONE;
    long revision = connection.configuration().revision();
    List<Part> parts = new ArrayList<>();
    parts.add(id("trial-" + revision));
    parts.add(css("trial"));
    if (waits) {
      parts.add(aria("live", "polite"));
      parts.add(hx("get", Portal.path(connection) + "/trial?revision=" + revision));
      parts.add(hx("trigger", "every 3s"));
      parts.add(hx("swap", "outerHTML"));
    }
    parts.add(
        trials
            .latest(connection)
            .map(test -> result(visit, connection, test))
            .orElse(
                p(
                    "Sign in once yourself, with an account that may use the application over there."
                        + " It opens in another window and changes nothing for anybody else.")));
    parts.add(
        div(
            css("actions"),
            a(
                "Test the sign-in",
                href(visit.urls(connection).test(connection.configuration())),
                css(passed ? "button" : "button main"),
                target("_blank")),
            passed || !visit.settings().testFirst() ? whenPassed : Html.NONE,
            waits
                ? a("Look for the result", href(Portal.path(connection)), css("unscripted"))
                : Html.NONE));
    return div(parts.toArray(Part[]::new));
  }

  private static Html result(PortalVisit visit, Connection connection, Login test) {
    Html when = Moments.relative(test.createTime(), visit.now());
    Login.Failure failure = test.failure();
    if (failure != null) {
      return Html.all(
          Notice.bad("The last test failed: " + failure.description() + "."),
          advice(test),
          p(css("note"), Html.text("Tested "), when));
    }
    return test.status() == LoginStatus.SUCCESS
        ? Html.all(
            Notice.good("The test went well."),
            report(TestReport.of(connection, test)),
            p(css("note"), Html.text("Tested "), when))
        : Html.all(
            Notice.tip(
                Html.text("A test began "),
                when,
                Html.text(" and has not come back from the identity provider yet.")));
  }

  /// What the record says of where to look.
  private static Html advice(Login test) {
    Map<String, String> facts = test.steps().isEmpty() ? Map.of() : test.steps().getLast().facts();
    String advice = facts.getOrDefault("advice", "");
    return Html.when(!advice.isEmpty(), () -> p("Where to look: " + advice + "."));
  }

  private static Html report(TestReport report) {
    return Html.all(
        Widgets.table(
            "What arrived",
            List.of("We look for", "What arrived"),
            Html.each(report.expected(), TrialCard::line)),
        Html.when(
            !report.others().isEmpty(),
            () ->
                details(
                    summary("What else arrived"),
                    Widgets.table(
                        "What else arrived",
                        List.of("Your provider calls it", "What arrived"),
                        Html.each(
                            report.others(),
                            line -> tr(td(code(line.name())), td(code(line.value()))))))));
  }

  private static Html line(TestReport.Line line) {
    return tr(
        td(Html.text(Words.attribute(line.name())), div("as " + line.source(), css("note"))),
        td(
            line.isThere()
                ? Html.text(line.value())
                : line.required()
                    ? Widgets.badge("bad", "missing")
                    : Widgets.badge("calm", "did not come, and need not")));
  }

  private static Html trouble(Guide guide) {
    return Html.when(
        !guide.trouble().isEmpty(),
        () ->
            details(
                summary("If it does not work"), ul(Html.each(guide.trouble(), line -> li(line)))));
  }
}
