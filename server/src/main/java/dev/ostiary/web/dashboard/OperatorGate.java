package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.environment.Operator;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.environment.OperatorSessions;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.http.SessionCookie;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.CsrfToken;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Shell;
import dev.ostiary.web.page.Visit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who comes through: a session, a role that suffices, and for a change the page's own token.
final class OperatorGate {
  static final SessionCookie COOKIE = new SessionCookie("ostiary-operator", false);

  private final OperatorSessions sessions;

  OperatorGate(OperatorSessions sessions) {
    this.sessions = sessions;
  }

  /// What is behind the gate.
  @FunctionalInterface
  interface Action {
    Answer serve(OperatorVisit visit);
  }

  /// A page, and who may see it.
  PageRoute look(String pattern, OperatorRole role, Action action) {
    return PageRoute.get(
        pattern,
        visit -> {
          @Nullable Secret session = visit.session(COOKIE).orElse(null);
          Optional<Operator> operator = operator(visit, session);
          if (session == null || operator.isEmpty()) {
            return Answer.redirect("/dashboard/login");
          }
          return admit(visit, session, operator.get(), role, action);
        });
  }

  /// A change, and who may make it.
  PageRoute change(String pattern, OperatorRole role, Action action) {
    return PageRoute.post(
        pattern,
        visit -> {
          @Nullable Secret session = visit.session(COOKIE).orElse(null);
          Optional<Operator> operator = operator(visit, session);
          if (session == null || operator.isEmpty()) {
            throw new Problem(
                Problem.Kind.UNAUTHENTICATED, "Your session has ended; nothing was changed.");
          }
          if (!CsrfToken.of(session).isIn(visit)) {
            throw new Problem(
                Problem.Kind.PERMISSION_DENIED,
                "This form is not from a page of your session. Load the page again, and then send"
                    + " it.");
          }
          return admit(visit, session, operator.get(), role, action);
        });
  }

  private Optional<Operator> operator(Visit visit, @Nullable Secret session) {
    return session == null ? Optional.empty() : sessions.find(visit.environment().id(), session);
  }

  private static Answer admit(
      Visit visit, Secret session, Operator operator, OperatorRole role, Action action) {
    OperatorVisit admitted = new OperatorVisit(visit, operator, CsrfToken.of(session));
    if (!operator.role().covers(role)) {
      return Answer.page(
          403,
          Shell.alone(
              "Not with your role",
              h1("Not with your role"),
              p(
                  "This needs the role "
                      + Words.role(role)
                      + "; yours is "
                      + Words.role(operator.role())
                      + ". An owner can give you another one."),
              p(a("Back to the start page", href("/dashboard"), css("button")))));
    }
    return admitted.actor().as(() -> action.serve(admitted));
  }
}
