package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.Recorder;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.NameServer;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DomainsTest {
  private static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");
  private static final DomainName NAME = new DomainName("acme.example");

  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  private final NameServer dns = new NameServer();
  private Database database;
  private Organizations organizations;
  private Domains domains;
  private EnvironmentId environment;
  private EnvironmentId other;
  private OrganizationId acme;
  private OrganizationId rival;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    EventLog log = new EventLog(database, new LogTail(database));
    Customers customers =
        Customers.assemble(
            new Customers.Tools(
                database,
                new Recorder(log, ids, clock),
                ids,
                clock,
                new RandomText(new SecureRandom()),
                TxtLookup.at(dns.address())));
    organizations = customers.organizations();
    domains = customers.domains();
    Environments environments = new Environments(database, ids);
    environment = environments.create("One", URI.create("https://one.example.com")).id();
    other = environments.create("Two", URI.create("https://two.example.com")).id();
    acme = organizations.create(environment, NewOrganization.named("Acme"), CAUSE).id();
    rival = organizations.create(environment, NewOrganization.named("Rival"), CAUSE).id();
  }

  @AfterEach
  void close() {
    database.close();
    dns.close();
  }

  @Test
  void theWordOfTheOperatorIsEnough() {
    Domain domain = domains.add(environment, acme, NewDomain.routing(NAME), CAUSE);

    assertThat(domain.verification()).isEqualTo(Verification.VOUCHED);
    assertThat(domains.get(environment, acme, domain.id())).isEqualTo(domain);
    assertThat(domains.organizationOf(environment, NAME)).contains(acme);
    assertThat(domains.verified(environment, acme, NAME)).isTrue();
    assertThat(domains.verified(environment, rival, NAME)).isFalse();
    assertThat(domains.organizationOf(other, NAME)).isEmpty();
    assertThat(eventTypes()).containsExactly("organization.domain_created");
  }

  @Test
  void aDomainOfInvitationsProvesNothing() {
    domains.add(
        environment, acme, new NewDomain(NAME, DomainType.ALLOWED_EMAIL_DOMAIN, null), CAUSE);

    assertThat(domains.organizationOf(environment, NAME)).isEmpty();
  }

  @Test
  void aSubdomainIsAnotherDomain() {
    domains.add(environment, acme, NewDomain.routing(NAME), CAUSE);

    assertThat(domains.organizationOf(environment, new DomainName("eu.acme.example"))).isEmpty();
  }

  @Test
  void aClaimCountsOnceTheDnsSaysSo() {
    Domain claim = domains.claim(environment, acme, NAME, CAUSE);
    assertThat(claim.verification()).isEqualTo(Verification.CLAIMED);
    assertThat(verify(claim).verification().isVerified()).isFalse();
    dns.publish(claim.recordName(), "something=else");
    assertThat(verify(claim).verification().isVerified()).isFalse();
    assertThat(domains.organizationOf(environment, NAME)).isEmpty();

    dns.publish(
        claim.recordName(), claim.recordText().substring(0, 9), claim.recordText().substring(9));
    Domain verified = verify(claim);

    assertThat(verified.verification())
        .isEqualTo(new Verification(Verification.Status.VERIFIED, Verification.Method.DNS));
    assertThat(verify(claim)).isEqualTo(verified);
    assertThat(domains.organizationOf(environment, NAME)).contains(acme);
    assertThat(eventTypes())
        .containsExactly(
            "organization.domain_created", "organization.domain_dns_verification_success");
  }

  @Test
  void theRecordOfAnotherOrganizationIsNoProof() {
    Domain ours = domains.claim(environment, acme, NAME, CAUSE);
    Domain theirs = domains.claim(environment, rival, NAME, CAUSE);
    dns.publish(ours.recordName(), ours.recordText());

    assertThat(domains.verify(environment, rival, theirs.id(), CAUSE).verification().isVerified())
        .isFalse();
    assertThat(verify(ours).verification().isVerified()).isTrue();
  }

  @Test
  void aClaimWithoutProofFailsWhenItsTimeIsUp() {
    Domain claim = domains.claim(environment, acme, NAME, CAUSE);
    clock.advance(Domain.PROOF_WINDOW.minus(Duration.ofSeconds(1)));
    assertThat(verify(claim).verification().isPending()).isTrue();

    clock.advance(Duration.ofSeconds(1));

    assertThat(verify(claim).verification().status()).isEqualTo(Verification.Status.FAILED);
    assertThat(eventTypes())
        .containsExactly(
            "organization.domain_created", "organization.domain_dns_verification_failed");
    assertThatThrownBy(() -> domains.claim(environment, acme, NAME, CAUSE))
        .hasMessage("domain: the organization has acme.example already");
    domains.delete(environment, acme, claim.id(), CAUSE);
    assertThat(domains.claim(environment, acme, NAME, CAUSE).verification().isPending()).isTrue();
  }

  @Test
  void oneOrganizationHasADomainVerifiedWhoeverClaimsIt() {
    Domain claim = domains.claim(environment, rival, NAME, CAUSE);
    domains.add(environment, acme, NewDomain.routing(NAME), CAUSE);
    dns.publish(claim.recordName(), claim.recordText());

    assertThatThrownBy(() -> domains.verify(environment, rival, claim.id(), CAUSE))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.ALREADY_EXISTS));
    assertThatThrownBy(() -> domains.add(environment, rival, NewDomain.routing(NAME), CAUSE))
        .hasMessage("domain: the organization has acme.example already");
    assertThat(domains.organizationOf(environment, NAME)).contains(acme);
    domains.add(other, otherOrganization(), NewDomain.routing(NAME), CAUSE);
  }

  private OrganizationId otherOrganization() {
    return organizations.create(other, NewOrganization.named("Acme"), CAUSE).id();
  }

  @Test
  void withoutANameServerNothingIsJudged() {
    Domain claim = domains.claim(environment, acme, NAME, CAUSE);
    clock.advance(Domain.PROOF_WINDOW);
    dns.close();

    assertThatThrownBy(() -> verify(claim))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    assertThat(domains.get(environment, acme, claim.id()).verification().isPending()).isTrue();
  }

  @Test
  void domainsGoWithTheirOrganization() {
    domains.add(environment, acme, NewDomain.routing(NAME), CAUSE);

    organizations.delete(environment, acme, CAUSE);

    assertThat(domains.organizationOf(environment, NAME)).isEmpty();
    assertThat(eventTypes())
        .containsExactly("organization.domain_created", "organization.domain_deleted");
    domains.add(environment, rival, NewDomain.routing(NAME), CAUSE);
  }

  @Test
  void aDomainIsFoundUnderItsOwnOrganizationAlone() {
    DomainId id = domains.add(environment, acme, NewDomain.routing(NAME), CAUSE).id();

    assertThatThrownBy(() -> domains.get(environment, rival, id))
        .hasMessage("domain not found: " + id);
    assertThatThrownBy(() -> domains.get(other, acme, id)).hasMessage("domain not found: " + id);
    assertThatThrownBy(() -> domains.delete(environment, rival, id, CAUSE))
        .hasMessage("domain not found: " + id);
    assertThat(domains.list(environment, rival)).isEmpty();
    assertThat(domains.list(environment, acme)).hasSize(1);
  }

  private Domain verify(Domain domain) {
    return domains.verify(environment, domain.organization(), domain.id(), CAUSE);
  }

  /// The events of domains, oldest first.
  private List<String> eventTypes() {
    return database.transact(tx ->
        tx.sql("select type from event where type like '%domain%' order by position")
            .list(row -> row.text("type")));
  }
}
