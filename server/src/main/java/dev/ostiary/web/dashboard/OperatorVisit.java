package dev.ostiary.web.dashboard;

import dev.ostiary.environment.Operator;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.event.Cause;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Actor;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.web.page.CsrfToken;
import dev.ostiary.web.page.Visit;
import java.time.Instant;

/// A request of somebody who is signed in and may make it.
///
/// @param token for the forms of the page that answers it
record OperatorVisit(Visit visit, Operator operator, CsrfToken token) {
  /// Rows of a list that fit on a screen or two.
  private static final int PAGE_SIZE = 25;

  EnvironmentId environment() {
    return operator.environment();
  }

  Instant now() {
    return visit.now();
  }

  /// Whether to show what changes something; the routes themselves see to it that nobody else can.
  boolean mayChange() {
    return operator.role().covers(OperatorRole.ADMIN);
  }

  /// Who asks, for the event of a change.
  Cause cause() {
    return new Cause(Cause.ActorType.OPERATOR, operator.id().toString(), visit.requestId());
  }

  /// Who asks, for the audit log.
  Actor actor() {
    return new Actor("OPERATOR", operator.id().toString(), visit.requestId(), visit.address());
  }

  /// Which page of a list is wanted.
  Page.Request page() {
    return Page.Request.of(PAGE_SIZE, visit.query("page")).uncounted();
  }
}
