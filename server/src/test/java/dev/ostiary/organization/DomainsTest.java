package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.event.Cause;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.NameServer;
import dev.ostiary.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DomainsTest {
  private static final Cause CAUSE = DomainScene.CAUSE;
  private static final DomainName NAME = new DomainName("acme.example");

  private final DomainScene scene = new DomainScene();
  private final SettableClock clock = scene.clock;
  private final NameServer dns = scene.dns;
  private final Organizations organizations = scene.organizations;
  private final Domains domains = scene.domains;
  private final EnvironmentId environment = scene.environment("One");
  private final EnvironmentId other = scene.environment("Two");
  private final OrganizationId acme = scene.organization(environment, "Acme");
  private final OrganizationId rival = scene.organization(environment, "Rival");

  @AfterEach
  void close() {
    scene.close();
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
    assertThat(scene.eventTypes()).containsExactly("organization.domain_created");
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
    assertThat(scene.eventTypes())
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
    assertThat(scene.eventTypes())
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
    domains.add(other, scene.organization(other, "Acme"), NewDomain.routing(NAME), CAUSE);
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
    assertThat(scene.eventTypes())
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
}
