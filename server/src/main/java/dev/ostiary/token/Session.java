package dev.ostiary.token;

import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SessionId;
import java.time.Instant;

/// A browser in which somebody has signed in.
public record Session(
    EnvironmentId environment,
    SessionId id,
    Identity identity,
    Instant createTime,
    Instant expireTime) {}
