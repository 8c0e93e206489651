package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.PortalSession;
import dev.ostiary.organization.PortalSessions;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.http.SessionCookie;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.CsrfToken;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Shell;
import dev.ostiary.web.page.Visit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who comes into the portal: a session of one organization, and for a change the page's own token.
final class PortalGate {
  /// It must also arrive in a frame on the app's own pages.
  static final SessionCookie COOKIE = new SessionCookie("ostiary-portal", true);

  private final PortalSessions sessions;
  private final Organizations organizations;
  private final Environments environments;
  private final Function<EnvironmentId, List<String>> origins;

  /// @param origins whose pages may show the portal in a frame
  PortalGate(
      PortalSessions sessions,
      Organizations organizations,
      Environments environments,
      Function<EnvironmentId, List<String>> origins) {
    this.sessions = sessions;
    this.organizations = organizations;
    this.environments = environments;
    this.origins = origins;
  }

  /// What is behind the gate.
  @FunctionalInterface
  interface Action {
    Answer serve(PortalVisit visit);
  }

  PageRoute look(String pattern, Action action) {
    return PageRoute.get(pattern, visit -> serve(visit, false, action));
  }

  PageRoute change(String pattern, Action action) {
    return PageRoute.post(pattern, visit -> serve(visit, true, action));
  }

  List<String> origins(Visit visit) {
    return origins.apply(visit.environment().id());
  }

  private Answer serve(Visit visit, boolean change, Action action) {
    @Nullable Secret token = visit.session(COOKIE).orElse(null);
    Optional<PortalSession> session =
        token == null ? Optional.empty() : sessions.find(visit.environment().id(), token);
    if (token == null || session.isEmpty()) {
      return ended(origins(visit)).framedBy(origins(visit));
    }
    CsrfToken csrf = CsrfToken.of(token);
    if (change && !csrf.isIn(visit)) {
      throw new Problem(
          Problem.Kind.PERMISSION_DENIED,
          "This form is not from a page of your session. Load the page again, and then send it.");
    }
    PortalVisit admitted =
        new PortalVisit(
            visit,
            session.get(),
            organizations.get(visit.environment().id(), session.get().organization()),
            environments.settings(visit.environment().id()),
            csrf,
            origins(visit));
    return admitted.actor().as(() -> action.serve(admitted)).framedBy(admitted.origins());
  }

  /// @param origins who is told, if this is in a frame
  static Answer ended(List<String> origins) {
    return Answer.page(
        401,
        Shell.alone(
            "This visit has ended",
            h1("This visit has ended"),
            p(
                "Links into this portal work for a short time, and some only once. Ask whoever sent"
                    + " you the link for a new one; what you have set up so far is kept."),
            PortalFrame.failure(origins, "LINK_NOT_VALID")));
  }
}
