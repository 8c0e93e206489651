package dev.ostiary.web.portal;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.Drafts;
import dev.ostiary.connection.Versions;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an IT admin can do to a connection before it is in use, and to its life.
final class SetupPages {
  static final String ONE = Portal.CONNECTIONS + "/{connection}";

  private final Connections connections;
  private final Drafts drafts;
  private final Trials trials;
  private final SetupPage page;

  SetupPages(Connections connections, Trials trials) {
    this.connections = connections;
    this.drafts = connections.drafts();
    this.trials = trials;
    this.page = new SetupPage(trials);
  }

  List<PageRoute> routes(PortalGate gate) {
    return List.of(
        gate.look(ONE, this::show),
        gate.look(ONE + "/trial", this::trial),
        gate.change(ONE + "/mistakes", this::mistakes),
        gate.change(ONE + "/configure", this::configure),
        gate.change(ONE + "/settings", this::changeSettings),
        gate.change(ONE + "/adopt", this::adopt),
        gate.change(ONE + "/discard", this::discard),
        gate.change(ONE + "/roll-back", this::rollBack),
        gate.change(ONE + "/enable", this::enable),
        gate.change(ONE + "/disable", this::disable),
        gate.change(ONE + "/delete", this::delete));
  }

  private static ConnectionId id(PortalVisit visit) {
    return ConnectionId.parse("connection", visit.visit().name("connection"));
  }

  /// Found in the session's organization or not at all.
  private Versions versions(PortalVisit visit) {
    return drafts.get(visit.environment(), visit.organizationId(), id(visit));
  }

  private Answer show(PortalVisit visit) {
    return page.show(visit, versions(visit), Problems.NONE, Html.NONE);
  }

  /// The part of the page that looks for news by itself.
  private Answer trial(PortalVisit visit) {
    long revision = PortalForms.revision(visit.visit().query("revision"));
    return page.trial(visit, versions(visit), revision);
  }

  /// Looks at what has been entered so far.
  private Answer mistakes(PortalVisit visit) {
    return Answer.page(SetupForm.box(found(visit, versions(visit).edited())));
  }

  private static Map<String, String> found(PortalVisit visit, Connection edited) {
    return Mistakes.in(
        Guides.of(edited).key(),
        visit.visit().environment().url().toString(),
        SetupForm.entered(visit.visit()));
  }

  private Answer configure(PortalVisit visit) {
    Versions before = versions(visit);
    Map<String, String> mistakes = found(visit, before.edited());
    if (!mistakes.isEmpty()) {
      return page.show(
          visit,
          before,
          new Problems(mistakes, "Nothing was saved yet. Please look at the fields below."),
          Html.NONE);
    }
    return step(visit, before, any -> proposed(visit, before), SetupPages::saved);
  }

  private Versions proposed(PortalVisit visit, Versions before) {
    @Nullable ConfigChange change = SetupForm.read(visit.visit(), before.edited());
    long seen = PortalForms.seen(visit);
    return change == null
        ? drafts.proposeMetadata(
            visit.environment(),
            visit.organizationId(),
            id(visit),
            seen,
            SetupForm.metadata(visit.visit()))
        : drafts.propose(visit.environment(), visit.organizationId(), id(visit), seen, change);
  }

  private static Html saved(Versions after) {
    if (after.draft() != null) {
      return Notice.good("Saved in a draft. Test it, then put it to use.");
    }
    if (after.live().enabled()) {
      return Notice.good("This is what is in use already.");
    }
    return Notice.good(
        after.live().missing().isEmpty()
            ? "Saved. Everything that is needed is there; now test the sign-in."
            : "Saved. Still missing: " + Words.of(after.live().missing()) + ".");
  }

  private Answer changeSettings(PortalVisit visit) {
    Versions before = versions(visit);
    return step(
        visit,
        before,
        any ->
            drafts.propose(
                visit.environment(),
                visit.organizationId(),
                id(visit),
                PortalForms.seen(visit),
                SetupForm.readSettings(visit.visit(), before.edited())),
        SetupPages::saved);
  }

  private Answer adopt(PortalVisit visit) {
    return step(
        visit,
        versions(visit),
        before -> {
          requireTest(visit, before.edited());
          return drafts.adopt(
              visit.environment(), visit.organizationId(), id(visit), PortalForms.seen(visit));
        },
        after -> Notice.good("Your people sign in by the new configuration from now on."));
  }

  private Answer discard(PortalVisit visit) {
    return step(
        visit,
        versions(visit),
        before -> drafts.discard(visit.environment(), visit.organizationId(), id(visit)),
        after -> Notice.good("The draft is gone. What is in use has stayed as it was."));
  }

  private Answer rollBack(PortalVisit visit) {
    return step(
        visit,
        versions(visit),
        before ->
            drafts.rollBack(
                visit.environment(), visit.organizationId(), id(visit), PortalForms.seen(visit)),
        after -> Notice.good("The configuration before is in use again."));
  }

  private Answer enable(PortalVisit visit) {
    return step(
        visit,
        versions(visit),
        before -> {
          requireTest(visit, before.live());
          connections.enable(
              visit.environment(),
              visit.organizationId(),
              id(visit),
              PortalForms.seen(visit),
              visit.cause());
          return versions(visit);
        },
        after ->
            Html.all(
                Notice.good("Your people can sign in now."),
                PortalFrame.toggled(visit, after.live())));
  }

  /// @param connection in the configuration that is to be put to use
  private void requireTest(PortalVisit visit, Connection connection) {
    if (visit.settings().testFirst()
        && connection.missing().isEmpty()
        && !trials.passed(connection)) {
      throw Problem.precondition(
          "Test the sign-in first. It must go well once with the values as they are now.");
    }
  }

  private Answer disable(PortalVisit visit) {
    return step(
        visit,
        versions(visit),
        before -> {
          connections.disable(
              visit.environment(), visit.organizationId(), id(visit), visit.cause());
          return versions(visit);
        },
        after ->
            Html.all(
                Notice.good("Nobody signs in through this connection any more."),
                PortalFrame.toggled(visit, after.live())));
  }

  /// What follows is the page again: as it is afterwards, or with what is wrong.
  private Answer step(
      PortalVisit visit,
      Versions before,
      Function<Versions, Versions> change,
      Function<Versions, Html> message) {
    Versions after;
    try {
      after = change.apply(before);
    } catch (Problem problem) {
      return page.show(visit, versions(visit), Problems.of(problem), Html.NONE);
    }
    return page.show(visit, after, Problems.NONE, message.apply(after));
  }

  private Answer delete(PortalVisit visit) {
    Connection live = versions(visit).live();
    if (live.enabled()) {
      throw Problem.precondition("This connection is in use; stop using it first.");
    }
    connections.delete(visit.environment(), visit.organizationId(), live.id(), visit.cause());
    return Answer.redirect(Portal.HOME);
  }
}
