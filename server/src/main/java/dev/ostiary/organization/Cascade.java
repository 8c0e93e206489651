package dev.ostiary.organization;

import dev.ostiary.event.Cause;
import dev.ostiary.platform.database.Tx;

/// Deletes what belongs to an organization, in the transaction that deletes the organization, and
/// appends the events of it.
public interface Cascade {
  void organizationDeleting(Tx tx, Organization organization, Cause cause);
}
