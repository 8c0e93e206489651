package dev.ostiary.login;

import dev.ostiary.token.Session;
import dev.ostiary.token.Sessions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Whether somebody who signed in before need not do so again.
///
/// As a rule everybody does: the customer's identity provider decides at every sign-in, so that an
/// employee who left is out at once. Only an app that says itself that an earlier authentication
/// will do, by `prompt=none` or by `max_age`, is answered from the session.
final class EarlierSessions {
  private final Sessions sessions;
  private final InstantSource clock;

  EarlierSessions(Sessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  Optional<Session> thatWillDo(Visit visit, AppRequest request) {
    boolean asked =
        request.prompt() == Prompt.none || (request.prompt() == null && request.maxAge() != null);
    if (!asked) {
      return Optional.empty();
    }
    return SessionCookie.find(visit.environment(), visit.cookies())
        .flatMap(cookie -> sessions.find(visit.environment().id(), cookie))
        .filter(session -> isRecent(session, request))
        .filter(session -> isWhomTheAppMeans(session, request));
  }

  private boolean isRecent(Session session, AppRequest request) {
    if (request.maxAge() == null) {
      return true;
    }
    Instant authenticated = session.identity().authentication().time();
    return clock.instant().isBefore(authenticated.plusSeconds(request.maxAge()));
  }

  private static boolean isWhomTheAppMeans(Session session, AppRequest request) {
    String email = session.identity().profile().email();
    boolean other =
        request.subject() != null && !request.subject().equals(session.identity().name());
    boolean otherEmail =
        request.loginHint() != null
            && request.loginHint().contains("@")
            && !request.loginHint().equalsIgnoreCase(email);
    return !other && !otherEmail;
  }
}
