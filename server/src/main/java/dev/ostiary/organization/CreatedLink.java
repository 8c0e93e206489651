package dev.ostiary.organization;

import dev.ostiary.platform.Secret;

/// A new portal link and its token, which is shown this once: only its hash is stored.
public record CreatedLink(PortalLink link, Secret token) {}
