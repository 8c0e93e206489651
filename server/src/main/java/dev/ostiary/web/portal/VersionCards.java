package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.connection.Configuration;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Difference;
import dev.ostiary.connection.Versions;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// The configurations beside the one in use: the draft, with its test and what may follow, and the
/// former one with the way back.
final class VersionCards {
  private final TrialCard trial;

  VersionCards(TrialCard trial) {
    this.trial = trial;
  }

  /// Nothing where there is no draft.
  Html draft(PortalVisit visit, Versions versions) {
    if (versions.draft() == null) {
      return Html.NONE;
    }
    Connection drafted = versions.edited();
    String path = Portal.path(drafted);
    Html discard = Widgets.action(path + "/discard", visit.token(), "Throw the draft away", "");
    return Widgets.section(
        "Your draft",
        p(
            "Nobody signs in by the draft but you, when you test it. Everybody else goes on with what"
                + " is in use."),
        differences(
            "What changes",
            List.of("Value", "In use", "Draft"),
            versions.live().configuration().differences(drafted.configuration())),
        next(visit, versions),
        div(css("actions"), discard));
  }

  private Html next(PortalVisit visit, Versions versions) {
    Connection drafted = versions.edited();
    if (versions.isOutdated()) {
      return Notice.warn(
          Html.text(
              "What is in use was changed by somebody else after you began. Throw the draft away and"
                  + " make the change again."));
    }
    if (!drafted.missing().isEmpty()) {
      return Notice.warn(
          Html.text("Before it can be tested it needs: " + Words.of(drafted.missing()) + "."));
    }
    return trial.html(visit, drafted, adopt(visit, drafted));
  }

  static Html adopt(PortalVisit visit, Connection drafted) {
    return PortalForms.action(
        visit,
        drafted.configuration(),
        Portal.path(drafted) + "/adopt",
        "Put the draft to use",
        "main");
  }

  /// Nothing where there is no former configuration.
  static Html former(PortalVisit visit, Versions versions) {
    Configuration former = versions.former();
    if (former == null) {
      return Html.NONE;
    }
    return Widgets.section(
        "The configuration before",
        p(
            "It is kept as it was. To go back takes effect at once, for everybody, and can be undone"
                + " in the same way."),
        differences(
            "What would change",
            List.of("Value", "In use", "Before"),
            versions.live().configuration().differences(former)),
        div(
            css("actions"),
            PortalForms.action(
                visit, former, Portal.path(versions.live()) + "/roll-back", "Go back to it", "")));
  }

  private static Html differences(String label, List<String> heads, List<Difference> all) {
    return Widgets.table(
        label,
        heads,
        all.stream()
            .map(one ->
                tr(td(Words.of(one.field())), td(value(one.before())), td(value(one.after()))))
            .toList(),
        "They say the same.");
  }

  private static Html value(String value) {
    return value.isEmpty() ? Html.text("–") : code(value);
  }
}
