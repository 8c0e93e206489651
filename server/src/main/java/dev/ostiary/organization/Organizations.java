package dev.ostiary.organization;

import dev.ostiary.event.Cause;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.Faults;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.database.UniqueViolation;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The organizations of an environment, from their creation to their end. Each change appends its
/// event in the same transaction; one that changes nothing appends none.
public final class Organizations {
  private final Database database;
  private final LogWriter writer;
  private final IdSource ids;
  private final OrganizationStore store = new OrganizationStore();
  private final SearchStore searches = new SearchStore();
  private final List<Cascade> cascades = new CopyOnWriteArrayList<>();

  public Organizations(Database database, LogWriter writer, IdSource ids) {
    this.database = database;
    this.writer = writer;
    this.ids = ids;
  }

  /// From now on `cascade` runs whenever an organization is deleted, before the organization goes.
  public void onDelete(Cascade cascade) {
    cascades.add(cascade);
  }

  public Organization create(EnvironmentId environment, NewOrganization wanted, Cause cause) {
    OrganizationId id = new OrganizationId(ids.next());
    Instant now = writer.now();
    Organization organization = Organization.create(id, environment, wanted, now);
    return unique(
        organization,
        () ->
            database.transact(tx -> {
              store.insert(tx, organization);
              writer.append(
                  tx, OrganizationEvents.created(writer.nextId(), organization, now, cause));
              return organization;
            }));
  }

  public Organization get(EnvironmentId environment, OrganizationId id) {
    return database.transact(tx -> store.find(tx, environment, id)).orElseThrow(() -> notFound(id));
  }

  public Organization getByExternalId(EnvironmentId environment, String externalId) {
    new Faults().text("external_id", externalId, 1, Organization.MAX_EXTERNAL_ID).refuse();
    return database
        .transact(tx -> store.findByExternalId(tx, environment, externalId))
        .orElseThrow(() -> notFound(externalId));
  }

  public Page<Organization> list(EnvironmentId environment, Page.Request request) {
    return database.transact(tx ->
        request.page(
            store.page(tx, environment, request),
            organization -> organization.id().number(),
            store.count(tx, environment)));
  }

  /// The organizations whose name, external id or slug has words that begin with all the words of
  /// `text`, newest first. Of words that occur often the total is a lower bound.
  public Page<Organization> search(EnvironmentId environment, String text, Page.Request request) {
    return database.transact(tx -> searches.search(tx, environment, text, request));
  }

  /// The display names of those organizations that are there, for lists of something else.
  public Map<OrganizationId, String> displayNames(
      EnvironmentId environment, Collection<OrganizationId> ids) {
    long[] numbers = ids.stream().mapToLong(OrganizationId::number).distinct().toArray();
    return database.transact(tx -> store.names(tx, environment, numbers)).stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  public Organization update(
      EnvironmentId environment, OrganizationId id, OrganizationChange change, Cause cause) {
    return database.transact(tx -> {
      Organization before = lock(tx, environment, id);
      Instant now = writer.now();
      Organization after = before.with(change, now);
      if (after.equals(before)) {
        return before;
      }
      return unique(
          after,
          () -> {
            store.update(tx, after);
            writer.append(
                tx, OrganizationEvents.updated(writer.nextId(), before, after, now, cause));
            return after;
          });
    });
  }

  /// Deletes the organization and, before it, everything that belongs to it.
  public void delete(EnvironmentId environment, OrganizationId id, Cause cause) {
    database.run(tx -> {
      Organization organization = lock(tx, environment, id);
      cascades.forEach(cascade -> cascade.organizationDeleting(tx, organization, cause));
      writer.append(
          tx, OrganizationEvents.deleted(writer.nextId(), organization, writer.now(), cause));
      store.delete(tx, organization);
    });
  }

  /// Locks the organization until `tx` ends, which makes its changes happen one after the other.
  public Organization lock(Tx tx, EnvironmentId environment, OrganizationId id) {
    return store.lock(tx, environment, id).orElseThrow(() -> notFound(id));
  }

  private static Organization unique(Organization organization, Supplier<Organization> change) {
    try {
      return change.get();
    } catch (UniqueViolation e) {
      throw switch (e.constraint()) {
        case "organization_external_id" ->
            taken("external_id", String.valueOf(organization.externalId()));
        case "organization_slug" -> taken("slug", String.valueOf(organization.slug()));
        default -> e;
      };
    }
  }

  private static Problem taken(String field, String value) {
    return Problem.alreadyExists(
        field + ": another organization of this environment has " + value + "; choose another one");
  }

  private static Problem notFound(Object id) {
    return Problem.notFound("organization", id);
  }
}
