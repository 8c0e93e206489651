package dev.ostiary.organization;

import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.PortalLinkId;
import java.time.Instant;

/// A portal link that an operator hands out (wire contract, section 4.6): good for days, and as
/// often as it takes. The token that opens it is not kept.
public record SharedLink(
    PortalLinkId id, EnvironmentId environment, OrganizationId organization, Instant expireTime) {}
