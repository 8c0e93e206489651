package dev.ostiary.web.portal;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an IT admin can do to a connection.
final class SetupPages {
  private static final String ONE = Portal.CONNECTIONS + "/{connection}";

  private final Connections connections;
  private final Trials trials;
  private final SetupPage page;

  SetupPages(Connections connections, Trials trials) {
    this.connections = connections;
    this.trials = trials;
    this.page = new SetupPage(trials);
  }

  List<PageRoute> routes(PortalGate gate) {
    return List.of(
        gate.look(ONE, this::show),
        gate.change(ONE + "/configure", this::configure),
        gate.change(ONE + "/settings", this::changeSettings),
        gate.change(ONE + "/enable", this::enable),
        gate.change(ONE + "/disable", this::disable),
        gate.change(ONE + "/delete", this::delete));
  }

  /// Found in the session's organization or not at all.
  private Connection connection(PortalVisit visit) {
    return connections.get(
        visit.environment(),
        visit.organizationId(),
        ConnectionId.parse("connection", visit.visit().name("connection")));
  }

  private Answer show(PortalVisit visit) {
    return page.show(visit, connection(visit), Problems.NONE, Html.NONE);
  }

  private Answer configure(PortalVisit visit) {
    Connection before = connection(visit);
    Map<String, String> mistakes =
        Mistakes.in(
            Guides.of(before).key(),
            visit.visit().environment().url().toString(),
            SetupForm.entered(visit.visit()));
    if (!mistakes.isEmpty()) {
      return page.show(
          visit,
          before,
          new Problems(mistakes, "Nothing was saved yet. Please look at the fields below."),
          Html.NONE);
    }
    try {
      @Nullable ConfigChange change = SetupForm.read(visit.visit(), before);
      Connection after =
          change == null
              ? connections.importMetadata(
                  visit.environment(),
                  visit.organizationId(),
                  before.id(),
                  SetupForm.metadata(visit.visit()),
                  visit.cause())
              : connections.configure(
                  visit.environment(), visit.organizationId(), before.id(), change, visit.cause());
      return page.show(visit, after, Problems.NONE, saved(after));
    } catch (Problem problem) {
      return page.show(visit, before, Problems.of(problem), Html.NONE);
    }
  }

  private static Html saved(Connection after) {
    return SetupPage.good(
        after.missing().isEmpty()
            ? "Saved. Everything that is needed is there; now test the sign-in."
            : "Saved. Some values are still missing.");
  }

  private Answer changeSettings(PortalVisit visit) {
    Connection before = connection(visit);
    try {
      Connection after =
          connections.configure(
              visit.environment(),
              visit.organizationId(),
              before.id(),
              SetupForm.readSettings(visit.visit(), before),
              visit.cause());
      return page.show(visit, after, Problems.NONE, SetupPage.good("Saved."));
    } catch (Problem problem) {
      return page.show(visit, before, Problems.of(problem), Html.NONE);
    }
  }

  private Answer enable(PortalVisit visit) {
    Connection before = connection(visit);
    try {
      if (before.missing().isEmpty() && !trials.passed(before)) {
        throw Problem.precondition(
            "Test the sign-in first. It must go well once with the values as they are now.");
      }
      Connection after =
          connections.enable(
              visit.environment(), visit.organizationId(), before.id(), visit.cause());
      return page.show(
          visit,
          after,
          Problems.NONE,
          Html.all(
              SetupPage.good("Your people can sign in now."), PortalFrame.toggled(visit, after)));
    } catch (Problem problem) {
      return page.show(visit, before, Problems.of(problem), Html.NONE);
    }
  }

  private Answer disable(PortalVisit visit) {
    Connection after =
        connections.disable(
            visit.environment(), visit.organizationId(), connection(visit).id(), visit.cause());
    return page.show(
        visit,
        after,
        Problems.NONE,
        Html.all(
            SetupPage.good("Nobody signs in through this connection any more."),
            PortalFrame.toggled(visit, after)));
  }

  private Answer delete(PortalVisit visit) {
    Connection connection = connection(visit);
    if (connection.enabled()) {
      throw Problem.precondition("This connection is in use; stop using it first.");
    }
    connections.delete(visit.environment(), visit.organizationId(), connection.id(), visit.cause());
    return Answer.redirect(Portal.HOME);
  }
}
