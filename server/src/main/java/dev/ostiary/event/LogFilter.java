package dev.ostiary.event;

import dev.ostiary.platform.id.OrganizationId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events a reader wants.
///
/// @param organization null for all of them
/// @param types the wire names; none for all that are sent to everybody
public record LogFilter(@Nullable OrganizationId organization, Set<String> types) {
  public LogFilter {
    types = Set.copyOf(types.isEmpty() ? EventType.ofEverybody() : types);
  }

  boolean matches(Event event) {
    return !event.isTest()
        && (organization == null || organization.equals(event.organization()))
        && types.contains(event.type());
  }
}
