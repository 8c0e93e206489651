package dev.ostiary.organization;

import dev.ostiary.platform.Secret;

/// A new API token and its key, which is shown this once: only its hash is stored.
public record CreatedToken(ApiToken token, Secret key) {}
