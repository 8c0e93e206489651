package dev.ostiary.environment;

import dev.ostiary.platform.Secret;

/// A new secret of a client, which is shown this once and never again: only its hash is stored.
public record CreatedSecret(ClientSecret secret, Secret plain) {}
