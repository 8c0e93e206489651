package dev.ostiary.organization;

import dev.ostiary.platform.id.ConnectionId;
import org.jspecify.annotations.Nullable;

/// What a caller says of a domain to be added.
///
/// @param connection of the organization, the only one that the domain is to lead to; null for any
public record NewDomain(DomainName name, DomainType type, @Nullable ConnectionId connection) {
  /// One that leads people to the organization's sign-in.
  public static NewDomain routing(DomainName name) {
    return new NewDomain(name, DomainType.ORGANIZATION_DOMAIN, null);
  }
}
