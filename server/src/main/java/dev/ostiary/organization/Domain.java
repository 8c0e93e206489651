package dev.ostiary.organization;

import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A domain of an organization, and what is known of its ownership.
///
/// @param connection the only connection that the domain leads to; null for any of the organization
/// @param secret what the organization publishes to prove that the domain is its own
public record Domain(
    DomainId id,
    EnvironmentId environment,
    OrganizationId organization,
    DomainName name,
    DomainType type,
    Verification verification,
    @Nullable ConnectionId connection,
    String secret,
    Instant updateTime) {
  /// The record is at this label of the domain, as underscored names are (RFC 8552).
  public static final String RECORD_LABEL = "_ostiary-verification";

  /// Long enough for a ticket to the people who keep the DNS; after it nobody is waiting any more.
  public static final Duration PROOF_WINDOW = Duration.ofDays(14);

  /// How long a proved domain's record may be missing: a slip in a zone is mended within days, and
  /// whoever buys a domain that has run out gets it weeks later.
  public static final Duration LOSS_WINDOW = Duration.ofDays(7);

  public Domain {
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    updateTime = updateTime.truncatedTo(ChronoUnit.MICROS);
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }

  /// The text of the TXT record that proves the ownership.
  public String recordText() {
    return id + "=" + secret;
  }

  /// Where that record has to be.
  public String recordName() {
    return RECORD_LABEL + "." + name;
  }

  /// Whether people with such an address may be led to this connection of the organization.
  public boolean leadsTo(ConnectionId other) {
    return connection == null || connection.equals(other);
  }

  boolean isOverdue(Instant now) {
    return !now.isBefore(createTime().plus(PROOF_WINDOW));
  }

  Domain becomes(Verification.Status status, Instant now) {
    return new Domain(
        id,
        environment,
        organization,
        name,
        type,
        verification.becomes(status),
        connection,
        secret,
        now);
  }
}
