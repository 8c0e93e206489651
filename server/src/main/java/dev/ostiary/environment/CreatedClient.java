package dev.ostiary.environment;

import dev.ostiary.platform.Secret;

/// A new client and its secret, which is shown this once and never again: only its hash is stored.
public record CreatedClient(ApiClient client, Secret secret) {}
