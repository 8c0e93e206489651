package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.hr;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.environment.LoginLink;
import dev.ostiary.environment.Operator;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.environment.OperatorSessions;
import dev.ostiary.environment.Passkeys;
import dev.ostiary.environment.Staff;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.database.Actor;
import dev.ostiary.platform.id.PasskeyId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.PasskeyButton;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Shell;
import dev.ostiary.web.page.Visit;
import java.util.List;
import java.util.Map;

/// Signing in by a passkey or a link, and out again. To look at a link uses nothing up, since mail
/// scanners and chat previews look at every link; only the button does.
final class SignInPages {
  private static final String PATH = "/dashboard/login";
  private static final String PASSKEY = "/dashboard/passkey";
  private static final String CHALLENGE = PASSKEY + "/challenge";

  private final Staff staff;
  private final OperatorGate gate;

  SignInPages(Staff staff, OperatorGate gate) {
    this.staff = staff;
    this.gate = gate;
  }

  List<PageRoute> routes() {
    return List.of(
        PageRoute.get(PATH, visit -> page(visit, Problems.NONE)),
        PageRoute.post(CHALLENGE, this::challenge),
        PageRoute.post(PASSKEY, this::signInByPasskey),
        PageRoute.get(LoginLink.PATH + "{link}", this::confirm),
        PageRoute.post(LoginLink.PATH + "{link}", this::signIn),
        PageRoute.get("prefix:/dashboard/", SignInPages::nothing),
        gate.change("/dashboard/logout", OperatorRole.VIEWER, this::signOut));
  }

  /// Whatever begins like the dashboard and is no page of it.
  private static Answer nothing(Visit visit) {
    throw Problem.notFound("page", visit.path());
  }

  private static Answer page(Visit visit, Problems problems) {
    boolean passkeys = Passkeys.arePossible(visit.environment());
    return Answer.page(
        401,
        Shell.alone(
            "Sign in",
            h1("Sign in"),
            problems.box(),
            passkeys ? byPasskey() : p("There are no passwords here. A link lets you in, once."),
            p(
                Html.text("On the machine where the server runs, type "),
                code("./ostiary login-link"),
                Html.text(" and open what it prints.")),
            p("Anybody else gets a link from an owner, on the page of the operators.")));
  }

  private Answer confirm(Visit visit) {
    Secret link = new Secret(visit.name("link"));
    if (!staff.sessions().isGood(visit.environment().id(), link)) {
      return unusable();
    }
    boolean first = staff.operators().list(visit.environment().id()).isEmpty();
    return Answer.page(
        Shell.alone(
            "Sign in",
            h1(first ? "Welcome" : "Sign in"),
            p(
                first
                    ? "You are the first operator here, so this environment becomes yours."
                    : "This link lets you in on this browser. It works once."),
            form(
                method("post"),
                Html.when(
                    first, () -> Field.line("name", "Your name").required().html(Problems.NONE)),
                button("Sign in", css("main")))));
  }

  private static Html byPasskey() {
    return Html.all(
        p(
            "There are no passwords here. A passkey lets you in, once you have added one on the page"
                + " of your account."),
        form(
            method("post"),
            action(PASSKEY),
            PasskeyButton.toSignIn("Sign in with a passkey", CHALLENGE)),
        hr(),
        p("Until then, or without it, a link lets you in, once."));
  }

  private Answer challenge(Visit visit) {
    return Ceremony.begin(visit, staff.passkeys().beginSignIn(visit.environment()));
  }

  private Answer signInByPasskey(Visit visit) {
    return Ceremony.end(visit, signedInByPasskey(visit));
  }

  private Answer signedInByPasskey(Visit visit) {
    try {
      Secret challenge = Ceremony.challenge(visit);
      return switch (actor(visit, "passkey")
          .as(() -> staff.passkeys().signIn(visit.environment(), challenge, visit::form))) {
        case Passkeys.SignIn.Opened(OperatorSessions.Opened opened) ->
            enter(visit, opened, "signed in with a passkey");
        case Passkeys.SignIn.CounterWentBack(Operator operator, PasskeyId passkey) ->
            counterWentBack(visit, operator, passkey);
      };
    } catch (Problem problem) {
      return page(visit, Problems.of(problem));
    }
  }

  private Answer counterWentBack(Visit visit, Operator operator, PasskeyId passkey) {
    staff
        .audit()
        .add(
            operator.environment(),
            actor(visit, operator.id().toString()),
            "refused: its counter went back",
            "passkey",
            passkey.number());
    return page(
        visit,
        new Problems(
            Map.of(),
            "The passkey was refused: it has counted fewer uses than we have seen, so there may be"
                + " a copy of it. Sign in by a link, and remove it."));
  }

  private Answer signIn(Visit visit) {
    Secret link = new Secret(visit.name("link"));
    String name = visit.form("name").isEmpty() ? "Owner" : visit.form("name");
    OperatorSessions.Opened opened =
        actor(visit, "link").as(() -> staff.sessions().open(visit.environment().id(), link, name));
    return enter(visit, opened, "signed in");
  }

  private Answer enter(Visit visit, OperatorSessions.Opened opened, String how) {
    staff
        .audit()
        .add(
            opened.operator().environment(),
            actor(visit, opened.operator().id().toString()),
            how,
            "operator",
            opened.operator().id().number());
    return Answer.redirect("/dashboard")
        .withCookie(OperatorGate.COOKIE.give(visit.environment().url(), opened.token()));
  }

  private static Actor actor(Visit visit, String id) {
    return new Actor("OPERATOR", id, visit.requestId(), visit.address());
  }

  private Answer signOut(OperatorVisit visit) {
    visit
        .visit()
        .session(OperatorGate.COOKIE)
        .ifPresent(session -> staff.sessions().close(visit.environment(), session));
    return Answer.redirect(PATH)
        .withCookie(OperatorGate.COOKIE.take(visit.visit().environment().url()));
  }

  private static Answer unusable() {
    return Answer.page(
        401,
        Shell.alone(
            "This link does not work",
            h1("This link does not work"),
            p(
                "It was used already, is too old, was followed by a newer one, or is not from this"
                    + " server."),
            p(
                Html.text("Make a new one with "),
                code("./ostiary login-link"),
                Html.text(", or ask an owner for one."))));
  }
}
