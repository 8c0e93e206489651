package dev.ostiary.web.portal;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.EnvironmentSettings;
import dev.ostiary.event.Cause;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.PortalSession;
import dev.ostiary.platform.database.Actor;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.web.page.CsrfToken;
import dev.ostiary.web.page.Visit;
import java.time.Instant;
import java.util.List;

/// A request of an IT admin. Whatever it asks for is looked up in the session's own organization.
///
/// @param settings of the environment
/// @param token for the forms of the page that answers it
/// @param origins whose pages may show the portal in a frame
record PortalVisit(
    Visit visit,
    PortalSession session,
    Organization organization,
    EnvironmentSettings settings,
    CsrfToken token,
    List<String> origins) {

  EnvironmentId environment() {
    return session.environment();
  }

  OrganizationId organizationId() {
    return session.organization();
  }

  Instant now() {
    return visit.now();
  }

  Cause cause() {
    return new Cause(Cause.ActorType.IT_ADMIN, session.link(), visit.requestId());
  }

  Actor actor() {
    return new Actor("IT_ADMIN", session.link(), visit.requestId(), visit.address());
  }

  SpUrls urls(Connection connection) {
    return SpUrls.of(visit.environment().url(), connection);
  }
}
