package dev.ostiary.organization;

import dev.ostiary.event.Cause;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.database.UniqueViolation;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The domains of organizations. Any number of organizations may claim a domain; at most one of an
/// environment has it verified, and to that one people are led.
public final class Domains {
  /// An organization is looked up by one domain; a list of more than this is a mistake.
  private static final int MAX_DOMAINS = 100;

  private final Database database;
  private final LogWriter writer;
  private final Organizations organizations;
  private final IdSource ids;
  private final RandomText random;
  private final TxtLookup dns;
  private final DomainStore store = new DomainStore();
  private final DomainCheckStore checks = new DomainCheckStore();

  public Domains(
      Database database,
      LogWriter writer,
      Organizations organizations,
      IdSource ids,
      RandomText random,
      TxtLookup dns) {
    this.database = database;
    this.writer = writer;
    this.organizations = organizations;
    this.ids = ids;
    this.random = random;
    this.dns = dns;
    organizations.onDelete(this::deleteAll);
  }

  /// Adds a domain for which the app's operator vouches: it counts as verified at once.
  public Domain add(
      EnvironmentId environment, OrganizationId organization, NewDomain wanted, Cause cause) {
    Verification verification =
        wanted.type() == DomainType.ORGANIZATION_DOMAIN
            ? Verification.VOUCHED
            : Verification.NOT_NEEDED;
    return insert(environment, organization, wanted, verification, cause);
  }

  /// Adds a domain that the organization itself claims; it counts once the DNS says so.
  public Domain claim(
      EnvironmentId environment, OrganizationId organization, DomainName name, Cause cause) {
    return insert(environment, organization, NewDomain.routing(name), Verification.CLAIMED, cause);
  }

  private Domain insert(
      EnvironmentId environment,
      OrganizationId organization,
      NewDomain wanted,
      Verification verification,
      Cause cause) {
    DomainId id = new DomainId(ids.next());
    try {
      return database.transact(tx -> {
        organizations.lock(tx, environment, organization);
        if (store.list(tx, environment, organization).size() >= MAX_DOMAINS) {
          throw Problem.precondition(
              organization + " has " + MAX_DOMAINS + " domains; delete one first");
        }
        Instant now = writer.now();
        Domain domain =
            new Domain(
                id,
                environment,
                organization,
                wanted.name(),
                wanted.type(),
                verification,
                wanted.connection(),
                random.token().reveal(),
                now);
        store.insert(tx, domain);
        append(tx, EventType.DOMAIN_CREATED, domain, now, cause);
        return domain;
      });
    } catch (UniqueViolation e) {
      throw taken(wanted.name(), e);
    }
  }

  /// Looks for the record that proves a claim, and judges the claim.
  ///
  /// @return the domain as it is after that
  public Domain verify(
      EnvironmentId environment, OrganizationId organization, DomainId id, Cause cause) {
    return verify(look(environment, organization, id), cause);
  }

  /// What the DNS says of a claim.
  ///
  /// @param domain as it was when the DNS was asked
  /// @param proved whether the record is there that proves it
  public record Evidence(Domain domain, boolean proved) {}

  /// Looks for the record that proves a claim; a domain of which nobody need be convinced is not
  /// looked up. Name servers may take their time, so this is done before a change begins.
  public Evidence look(EnvironmentId environment, OrganizationId organization, DomainId id) {
    Domain claimed = get(environment, organization, id);
    return new Evidence(claimed, claimed.verification().isPending() && isPublished(claimed));
  }

  /// Judges a claim. One for which there is no record stays pending, and fails once its time is up;
  /// a domain that is verified already stays so.
  ///
  /// @return the domain as it is after that
  public Domain verify(Evidence seen, Cause cause) {
    Domain claimed = seen.domain();
    if (!claimed.verification().isPending()) {
      return claimed;
    }
    try {
      return database.transact(tx -> {
        organizations.lock(tx, claimed.environment(), claimed.organization());
        Domain domain = find(tx, claimed.environment(), claimed.organization(), claimed.id());
        Instant now = writer.now();
        if (!domain.verification().isPending() || (!seen.proved() && !domain.isOverdue(now))) {
          return domain;
        }
        return judge(
            tx,
            domain,
            seen.proved() ? Verification.Status.VERIFIED : Verification.Status.FAILED,
            now,
            cause);
      });
    } catch (UniqueViolation e) {
      throw taken(claimed.name(), e);
    }
  }

  /// Looks whether the record that proved a domain is still there. Trust in the domain ends when it
  /// has been missing for {@link Domain#LOSS_WINDOW}; a domain that is not proved by a record stays
  /// as it is.
  ///
  /// @return the domain as it is after that
  Domain recheck(EnvironmentId environment, OrganizationId organization, DomainId id, Cause cause) {
    Domain trusted = get(environment, organization, id);
    if (!trusted.verification().isProved()) {
      return trusted;
    }
    boolean proved = isPublished(trusted);
    return database.transact(tx -> {
      organizations.lock(tx, environment, organization);
      Domain domain = find(tx, environment, organization, id);
      Instant now = writer.now();
      if (proved) {
        checks.found(tx, domain);
        return domain;
      }
      if (!domain.verification().isProved()
          || now.isBefore(checks.missing(tx, domain, now).plus(Domain.LOSS_WINDOW))) {
        return domain;
      }
      return judge(tx, domain, Verification.Status.FAILED, now, cause);
    });
  }

  private boolean isPublished(Domain domain) {
    return dns.texts(domain.recordName()).contains(domain.recordText());
  }

  private Domain judge(Tx tx, Domain domain, Verification.Status status, Instant now, Cause cause) {
    Domain judged = domain.becomes(status, now);
    store.setStatus(tx, judged);
    EventType type =
        judged.verification().isVerified() ? EventType.DOMAIN_VERIFIED : EventType.DOMAIN_FAILED;
    append(tx, type, judged, now, cause);
    return judged;
  }

  public void delete(
      EnvironmentId environment, OrganizationId organization, DomainId id, Cause cause) {
    database.run(tx -> {
      organizations.lock(tx, environment, organization);
      delete(tx, find(tx, environment, organization, id), cause);
    });
  }

  private void deleteAll(Tx tx, Organization organization, Cause cause) {
    store
        .list(tx, organization.environment(), organization.id())
        .forEach(domain -> delete(tx, domain, cause));
  }

  private void delete(Tx tx, Domain domain, Cause cause) {
    store.delete(tx, domain);
    append(tx, EventType.DOMAIN_DELETED, domain, writer.now(), cause);
  }

  private void append(Tx tx, EventType type, Domain domain, Instant now, Cause cause) {
    writer.append(tx, DomainEvents.event(writer, type, domain, now, cause));
  }

  public Domain get(EnvironmentId environment, OrganizationId organization, DomainId id) {
    return database.transact(tx -> find(tx, environment, organization, id));
  }

  /// The domains of an organization, newest first.
  public List<Domain> list(EnvironmentId environment, OrganizationId organization) {
    return database.transact(tx -> store.list(tx, environment, organization));
  }

  /// The verified domains of several organizations, newest first: those that lead people to them.
  public List<Domain> listVerified(
      EnvironmentId environment, Collection<OrganizationId> organizations) {
    long[] numbers = organizations.stream().mapToLong(OrganizationId::number).distinct().toArray();
    return database.transact(tx -> store.listVerified(tx, environment, numbers));
  }

  /// The organization of the people with an address of this domain.
  public Optional<OrganizationId> organizationOf(EnvironmentId environment, DomainName name) {
    return database
        .transact(tx -> store.findRouting(tx, environment, name))
        .map(Domain::organization);
  }

  /// Whether it is certain that the organization owns the domain: only then may its identity
  /// provider speak for an address there.
  public boolean verified(EnvironmentId environment, OrganizationId organization, DomainName name) {
    return database.transact(tx -> verified(tx, environment, organization, name));
  }

  /// The same as part of `tx`.
  public boolean verified(
      Tx tx, EnvironmentId environment, OrganizationId organization, DomainName name) {
    return store
        .findRouting(tx, environment, name)
        .filter(domain -> domain.organization().equals(organization))
        .isPresent();
  }

  /// Makes these domains, and no others, lead to this connection alone. A domain that led to
  /// another connection of the organization leads here from now on; one that is let go leads to
  /// any.
  ///
  /// @param connection of this organization, which the caller has made sure of
  public void assign(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId connection,
      List<DomainId> domains) {
    long[] numbers = domains.stream().mapToLong(DomainId::number).distinct().toArray();
    database.run(tx -> {
      organizations.lock(tx, environment, organization);
      store.release(tx, environment, organization, connection);
      if (store.assign(tx, environment, organization, connection, numbers) != numbers.length) {
        domains.forEach(id -> find(tx, environment, organization, id));
      }
    });
  }

  private Domain find(Tx tx, EnvironmentId environment, OrganizationId organization, DomainId id) {
    return store
        .find(tx, environment, organization, id)
        .orElseThrow(() -> Problem.notFound("domain", id));
  }

  private static RuntimeException taken(DomainName name, UniqueViolation e) {
    return switch (e.constraint()) {
      case "domain_of_organization" ->
          Problem.alreadyExists("domain: the organization has " + name + " already");
      case "domain_routing" ->
          Problem.alreadyExists(
              "domain: another organization of this environment has " + name + " verified");
      default -> e;
    };
  }
}
