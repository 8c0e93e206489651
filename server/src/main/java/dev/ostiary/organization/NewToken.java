package dev.ostiary.organization;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller says of an API token to be made; see {@link ApiToken}.
public record NewToken(
    @Nullable String userId,
    Map<String, String> claims,
    @Nullable String description,
    @Nullable Instant expireTime) {}
