package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.enctype;
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
import static dev.ostiary.web.page.Tags.h2;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.ol;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.connection.Connection;
import dev.ostiary.login.Login;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.Part;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.ArrayList;
import java.util.List;

/// One connection, step by step: what to do at the identity provider, what to bring back, enable.
final class SetupPage {
  private final Trials trials;

  SetupPage(Trials trials) {
    this.trials = trials;
  }

  /// @param message above the steps: what just happened
  Answer show(PortalVisit visit, Connection connection, Problems problems, Html message) {
    Guide guide = Guides.of(connection);
    List<Html> steps = new ArrayList<>();
    for (Guide.Step step : guide.steps().subList(0, guide.steps().size() - 1)) {
      steps.add(step(visit, connection, step));
    }
    steps.add(bringBack(visit, connection, guide.steps().getLast(), problems));
    steps.add(enable(visit, connection));
    return PortalFrame.page(
        visit,
        problems.isEmpty() ? 200 : 422,
        guide.name(),
        PortalFrame.crumbs(),
        p(HomePage.state(connection)),
        message,
        problems.box(),
        ol(css("steps"), Html.all(steps)),
        settings(visit, connection));
  }

  private static Html step(PortalVisit visit, Connection connection, Guide.Step step) {
    return card("", step.title(), lines(visit, connection, step));
  }

  private static Html card(String look, String title, Html... content) {
    return li(css(look), div(css("card"), h2(title), Html.all(content)));
  }

  private static Html lines(PortalVisit visit, Connection connection, Guide.Step step) {
    List<Html> shown = new ArrayList<>();
    List<Part> pairs = new ArrayList<>();
    for (Guide.Line line : step.lines()) {
      switch (line) {
        case Guide.Line.Value value -> {
          pairs.add(dt(value.field()));
          pairs.add(dd(Widgets.copyable(value.value().of(visit.urls(connection)))));
        }
        case Guide.Line.Attribute attribute -> {
          pairs.add(dt(code(attribute.name())));
          pairs.add(dd(attribute.source()));
        }
        case Guide.Line.Text text -> {
          endList(shown, pairs);
          shown.add(p(text.text()));
        }
      }
    }
    endList(shown, pairs);
    return Html.all(shown);
  }

  private static void endList(List<Html> shown, List<Part> pairs) {
    if (!pairs.isEmpty()) {
      shown.add(dl(pairs.toArray(Part[]::new)));
      pairs.clear();
    }
  }

  private static Html bringBack(
      PortalVisit visit, Connection connection, Guide.Step step, Problems problems) {
    boolean done = connection.missing().isEmpty();
    return card(
        done ? "done" : "",
        step.title(),
        lines(visit, connection, step),
        form(
            method("post"),
            action(Portal.path(connection) + "/configure"),
            enctype("multipart/form-data"),
            visit.token().field(),
            SetupForm.fields(visit, connection, problems),
            button("Save and check", css("main"))));
  }

  private Html enable(PortalVisit visit, Connection connection) {
    if (connection.enabled()) {
      return card(
          "done",
          "It is in use",
          p("Your people sign in through this connection."),
          Widgets.action(
              Portal.path(connection) + "/disable", visit.token(), "Stop using it", "danger"));
    }
    if (!connection.missing().isEmpty()) {
      return card(
          "",
          "Test it and put it to use",
          p("This comes when the values above are saved.", css("quiet")));
    }
    return card(
        "",
        "Test it and put it to use",
        p(
            "Sign in once yourself, in another window, with an account that is assigned to the"
                + " application."),
        div(
            css("actions"),
            a(
                "Test the sign-in",
                href(visit.urls(connection).test()),
                css("button"),
                target("_blank")),
            Html.when(
                trials.passed(connection),
                () ->
                    Widgets.action(
                        Portal.path(connection) + "/enable",
                        visit.token(),
                        "Put it to use",
                        "main"))),
        trials
            .latest(connection)
            .map(SetupPage::result)
            .orElseGet(() ->
                p(
                    "When a test has gone well, load this page again to put the connection to use.",
                    css("note"))));
  }

  private static Html result(Login test) {
    Login.Failure failure = test.failure();
    return failure == null
        ? Notice.good("The last test went well.")
        : Notice.bad("The last test failed: " + failure.description());
  }

  private static Html settings(PortalVisit visit, Connection connection) {
    return Html.all(
        Widgets.section(
            "Settings",
            form(
                method("post"),
                action(Portal.path(connection) + "/settings"),
                visit.token().field(),
                SetupForm.settings(connection),
                button("Save"))),
        Html.when(
            !connection.enabled(),
            () ->
                Widgets.section(
                    "Begin again",
                    p(
                        "Takes this connection away. A new one has other addresses, so the identity"
                            + " provider must be set up again."),
                    Widgets.action(
                        Portal.path(connection) + "/delete", visit.token(), "Delete", "danger"))));
  }

  static Html good(String text) {
    return Notice.good(text);
  }
}
