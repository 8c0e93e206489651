package dev.ostiary.connection;

import org.jspecify.annotations.Nullable;

/// Which connections a search is for; null for any.
///
/// @param text words with whose beginnings the name, external id or slug of the organization goes
public record ConnectionFilter(
    @Nullable String text,
    @Nullable ConnectionProvider provider,
    @Nullable ConnectionStatus status,
    @Nullable ConnectionType type,
    @Nullable Boolean enabled) {}
