package dev.ostiary.web.dashboard;

import dev.ostiary.environment.Passkeys;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.http.SessionCookie;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Visit;

/// What ties the question for a passkey and its answer to one browser: a cookie in between.
final class Ceremony {
  private static final SessionCookie COOKIE = new SessionCookie("ostiary-passkey", false);

  private Ceremony() {}

  static Answer begin(Visit visit, Passkeys.Begun begun) {
    return Answer.json(begun.options())
        .withCookie(COOKIE.give(visit.environment().url(), begun.challenge()));
  }

  /// The challenge that this browser was given, still sealed.
  static Secret challenge(Visit visit) {
    return visit
        .session(COOKIE)
        .orElseThrow(() ->
            new Problem(
                Problem.Kind.UNAUTHENTICATED,
                "Found no question for a passkey in this browser. Allow cookies, and try again."));
  }

  /// However it ended, the question is not put again.
  static Answer end(Visit visit, Answer answer) {
    return answer.withCookie(COOKIE.take(visit.environment().url()));
  }
}
