package dev.ostiary.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that somebody did.
///
/// @param actorType a kind of party: `OPERATOR`, `API_CLIENT`, `IT_ADMIN`, `SYSTEM`
/// @param address from where; empty when the server acted by itself
/// @param objectType what it was done to, in words
/// @param objectId its number; null when it has none
/// @param before what it was, of a change only what differs; null when it was not there
public record AuditEntry(
    long id,
    Instant time,
    @Nullable OrganizationId organization,
    String actorType,
    String actorId,
    String requestId,
    String address,
    String action,
    String objectType,
    @Nullable Long objectId,
    @Nullable ObjectNode before,
    @Nullable ObjectNode after) {}
