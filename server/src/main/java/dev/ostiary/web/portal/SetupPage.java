package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.enctype;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Attributes.open;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.h2;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.ol;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.summary;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Versions;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.ArrayList;
import java.util.List;

/// One connection, step by step: what to do at the identity provider, what to bring back, test, put
/// to use. Once it is in use, its state comes first and the steps are there for a change.
final class SetupPage {
  private final TrialCard trial;
  private final VersionCards cards;

  SetupPage(Trials trials) {
    this.trial = new TrialCard(trials);
    this.cards = new VersionCards(trial);
  }

  /// @param message above the steps: what just happened
  Answer show(PortalVisit visit, Versions versions, Problems problems, Html message) {
    Connection live = versions.live();
    return PortalFrame.page(
        visit,
        problems.isEmpty() ? 200 : 422,
        Guides.of(live).name(),
        PortalFrame.crumbs(),
        p(HomePage.state(live)),
        message,
        problems.box(),
        versions.drafts()
            ? inUse(visit, versions, problems)
            : Html.all(steps(visit, versions, problems, false), settings(visit, versions)),
        end(visit, live));
  }

  /// The test alone, as a part of the page.
  ///
  /// @param revision of the configuration that the part is about; one that is no longer there is
  ///   answered by the way to the page as it is now
  Answer trial(PortalVisit visit, Versions versions, long revision) {
    Connection live = versions.live();
    Connection edited = versions.edited();
    if (revision == live.configuration().revision()) {
      return Answer.page(trial.part(visit, live, live.enabled() ? Html.NONE : enable(visit, live)));
    }
    return Answer.page(
        edited.configuration().revision() == revision && !versions.isOutdated()
            ? trial.part(visit, edited, VersionCards.adopt(visit, edited))
            : Notice.warn(
                Html.text("This was changed meanwhile. "),
                a("Load the page again", href(Portal.path(live)))));
  }

  private Html inUse(PortalVisit visit, Versions versions, Problems problems) {
    Connection live = versions.live();
    return Html.all(
        cards.draft(visit, versions),
        Widgets.section(
            live.enabled() ? "In use" : "Not in use",
            p(
                live.enabled()
                    ? "Your people sign in through this connection."
                    : "Nobody signs in through this connection now."),
            trial.html(visit, live, live.enabled() ? Html.NONE : enable(visit, live))),
        VersionCards.former(visit, versions),
        details(
            open(!problems.isEmpty()),
            css("card"),
            summary("Change the configuration"),
            p(
                "A change becomes a draft. You test it with a real sign-in, and only then put it to"
                    + " use for everybody."),
            steps(visit, versions, problems, true)),
        settings(visit, versions));
  }

  /// @param change whether it is all there already and only to be changed
  private Html steps(PortalVisit visit, Versions versions, Problems problems, boolean change) {
    Connection edited = versions.edited();
    Guide guide = Guides.of(edited);
    List<Html> steps = new ArrayList<>();
    for (Guide.Step step : guide.steps().subList(0, guide.steps().size() - 1)) {
      steps.add(card("", step.title(), GuideLines.html(visit, edited, step)));
    }
    steps.add(bringBack(visit, edited, guide.steps().getLast(), problems));
    if (!change) {
      steps.add(test(visit, edited));
    }
    return ol(css("steps"), Html.all(steps));
  }

  private static Html card(String look, String title, Html... content) {
    return li(css(look), div(css("card"), h2(title), Html.all(content)));
  }

  private static Html bringBack(
      PortalVisit visit, Connection edited, Guide.Step step, Problems problems) {
    return card(
        edited.missing().isEmpty() ? "done" : "",
        step.title(),
        GuideLines.html(visit, edited, step),
        form(
            method("post"),
            action(Portal.path(edited) + "/configure"),
            enctype("multipart/form-data"),
            visit.token().field(),
            PortalForms.seen(edited.configuration()),
            SetupForm.fields(visit, edited, problems),
            button("Save and check", css("main"))));
  }

  private Html test(PortalVisit visit, Connection connection) {
    return card(
        "",
        "Test it and put it to use",
        connection.missing().isEmpty()
            ? trial.html(visit, connection, enable(visit, connection))
            : p("This comes when the values above are saved.", css("quiet")));
  }

  private static Html enable(PortalVisit visit, Connection connection) {
    return PortalForms.action(
        visit,
        connection.configuration(),
        Portal.path(connection) + "/enable",
        "Put it to use",
        "main");
  }

  private static Html settings(PortalVisit visit, Versions versions) {
    Connection edited = versions.edited();
    return Widgets.section(
        "Settings",
        form(
            method("post"),
            action(Portal.path(edited) + "/settings"),
            visit.token().field(),
            PortalForms.seen(edited.configuration()),
            SetupForm.settings(edited),
            button(versions.drafts() ? "Save in a draft" : "Save")));
  }

  private static Html end(PortalVisit visit, Connection live) {
    String path = Portal.path(live);
    return live.enabled()
        ? Widgets.section(
            "Stop using it",
            p(
                "Nobody can sign in through this connection any more; who is signed in already"
                    + " stays. The configuration is kept."),
            Widgets.action(path + "/disable", visit.token(), "Stop using it", "danger"))
        : Widgets.section(
            "Begin again",
            p(
                "Takes this connection away. A new one has other addresses, so the identity provider"
                    + " must be set up again."),
            Widgets.action(path + "/delete", visit.token(), "Delete", "danger"));
  }
}
