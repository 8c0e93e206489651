package dev.ostiary.organization;

import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;

/// An IT admin's browser that came by a portal link. It reaches one organization and nothing else.
///
/// @param link the id of the link it came by
public record PortalSession(
    EnvironmentId environment, OrganizationId organization, String link, Instant expireTime) {}
