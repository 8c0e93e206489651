package dev.ostiary.web.portal;

import dev.ostiary.organization.PortalLink;
import dev.ostiary.organization.PortalLinks;
import dev.ostiary.organization.SharedLink;
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
  /// @param again whether it opens more than once
  /// @param expireTime until when it opens anything
  record Entrance(OrganizationId organization, String link, boolean again, Instant expireTime) {
    static Entrance of(PortalLink link) {
      return new Entrance(link.organization(), link.id().toString(), false, link.expireTime());
    }

    static Entrance of(SharedLink link) {
      return new Entrance(link.organization(), link.id().toString(), true, link.expireTime());
    }
  }

  /// Looks without using anything up.
  Optional<Entrance> look(EnvironmentId environment, Secret token, Instant now) {
    return once.find(environment, token, now)
        .map(Entrance::of)
        .or(() -> shared(environment, token));
  }

  /// Goes in; a link that works once has worked then.
  Optional<Entrance> enter(EnvironmentId environment, Secret token, Instant now) {
    return once.redeem(environment, token, now)
        .map(Entrance::of)
        .or(() -> shared(environment, token));
  }

  private Optional<Entrance> shared(EnvironmentId environment, Secret token) {
    return shared.find(environment, token).map(Entrance::of);
  }
}
