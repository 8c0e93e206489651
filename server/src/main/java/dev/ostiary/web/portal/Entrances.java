package dev.ostiary.web.portal;

import dev.ostiary.organization.PortalLinks;
import dev.ostiary.organization.SharedLinks;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.Optional;

/// The links that lead into the portal: those that the app makes, which work once and soon, and
/// those that operators hand out.
record Entrances(PortalLinks once, SharedLinks shared) {

  /// Where a link leads.
  ///
  /// @param link its id
  record Entrance(OrganizationId organization, String link) {}

  /// Looks without using anything up.
  Optional<Entrance> look(EnvironmentId environment, Secret token, Instant now) {
    return once.find(environment, token, now)
        .map(link -> new Entrance(link.organization(), link.id().toString()))
        .or(() -> shared(environment, token));
  }

  /// Goes in; a link that works once has worked then.
  Optional<Entrance> enter(EnvironmentId environment, Secret token, Instant now) {
    return once.redeem(environment, token, now)
        .map(link -> new Entrance(link.organization(), link.id().toString()))
        .or(() -> shared(environment, token));
  }

  private Optional<Entrance> shared(EnvironmentId environment, Secret token) {
    return shared
        .find(environment, token)
        .map(link -> new Entrance(link.organization(), link.id().toString()));
  }
}
