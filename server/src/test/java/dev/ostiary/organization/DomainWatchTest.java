package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DomainWatchTest {
  private static final DomainName NAME = new DomainName("acme.example");
  private static final String CREATED = "organization.domain_created";
  private static final String VERIFIED = "organization.domain_dns_verification_success";
  private static final String FAILED = "organization.domain_dns_verification_failed";

  private final DomainScene scene = new DomainScene();
  private final DomainWatch watch = new DomainWatch(scene.database, scene.domains, scene.clock);
  private final EnvironmentId environment = scene.environment("One");
  private final OrganizationId acme = scene.organization(environment, "Acme");

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aClaimIsVerifiedWithoutAnybodyAsking() {
    Domain claim = claim();
    watch.run();
    assertThat(status(claim)).isEqualTo(Verification.Status.PENDING);

    scene.publish(claim);
    later(DomainWatch.CLAIM_PAUSE.minusSeconds(1));
    assertThat(status(claim)).isEqualTo(Verification.Status.PENDING);
    later(Duration.ofSeconds(1));

    assertThat(status(claim)).isEqualTo(Verification.Status.VERIFIED);
    assertThat(scene.eventTypes()).containsExactly(CREATED, VERIFIED);
  }

  @Test
  void aClaimThatNobodyProvesFailsByItself() {
    Domain claim = claim();

    later(Domain.PROOF_WINDOW);

    assertThat(status(claim)).isEqualTo(Verification.Status.FAILED);
    assertThat(scene.eventTypes()).containsExactly(CREATED, FAILED);
  }

  @Test
  void trustEndsWhenTheRecordHasBeenGoneForTheWholeWindow() {
    Domain domain = proved();
    scene.dns.withdraw(domain.recordName());

    later(DomainWatch.TRUST_PAUSE);
    later(Domain.LOSS_WINDOW.minusSeconds(1));
    assertThat(scene.domains.verified(environment, acme, NAME)).isTrue();
    later(DomainWatch.TRUST_PAUSE);

    assertThat(scene.domains.verified(environment, acme, NAME)).isFalse();
    assertThat(scene.domains.organizationOf(environment, NAME)).isEmpty();
    assertThat(scene.domains.get(environment, acme, domain.id()).verification())
        .isEqualTo(new Verification(Verification.Status.FAILED, Verification.Method.DNS));
    assertThat(scene.eventTypes()).containsExactly(CREATED, VERIFIED, FAILED);
    assertThat(auditedStatuses()).containsExactly("VERIFIED", "FAILED");
  }

  @Test
  void aRecordThatComesBackInTimeStartsTheWindowAnew() {
    Domain domain = proved();
    scene.dns.withdraw(domain.recordName());
    later(DomainWatch.TRUST_PAUSE);
    scene.publish(domain);
    later(DomainWatch.TRUST_PAUSE);
    scene.dns.withdraw(domain.recordName());
    later(DomainWatch.TRUST_PAUSE);

    later(Domain.LOSS_WINDOW.minusSeconds(1));

    assertThat(status(domain)).isEqualTo(Verification.Status.VERIFIED);
    assertThat(scene.eventTypes()).containsExactly(CREATED, VERIFIED);
  }

  @Test
  void aDomainThatIsLostIsFreeForWhoeverProvesItNext() {
    Domain lost = proved();
    OrganizationId buyer = scene.organization(environment, "Buyer");
    Domain claim = scene.domains.claim(environment, buyer, NAME, DomainScene.CAUSE);
    scene.publish(claim);
    later(DomainWatch.TRUST_PAUSE);
    assertThat(status(claim)).isEqualTo(Verification.Status.PENDING);

    later(Domain.LOSS_WINDOW);
    later(DomainWatch.CLAIM_PAUSE);

    assertThat(status(lost)).isEqualTo(Verification.Status.FAILED);
    assertThat(scene.domains.organizationOf(environment, NAME)).contains(buyer);
  }

  @Test
  void withoutANameServerTrustStays() {
    Domain domain = proved();
    scene.dns.close();

    later(Domain.LOSS_WINDOW);
    later(Domain.LOSS_WINDOW);

    assertThat(status(domain)).isEqualTo(Verification.Status.VERIFIED);
  }

  @Test
  void aDomainForWhichTheOperatorVouchesNeedsNoRecord() {
    Domain domain =
        scene.domains.add(environment, acme, NewDomain.routing(NAME), DomainScene.CAUSE);

    later(Domain.LOSS_WINDOW);
    later(Domain.LOSS_WINDOW);

    assertThat(status(domain)).isEqualTo(Verification.Status.VERIFIED);
  }

  @Test
  void severalNodesJudgeOnce() throws Exception {
    Domain domain = proved();
    scene.dns.withdraw(domain.recordName());
    later(DomainWatch.TRUST_PAUSE);
    scene.clock.advance(Domain.LOSS_WINDOW);

    try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all =
          IntStream.range(0, 4).<Future<?>>mapToObj(_ -> nodes.submit(watch)).toList();
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertThat(scene.eventTypes()).containsExactly(CREATED, VERIFIED, FAILED);
  }

  private Domain claim() {
    return scene.domains.claim(environment, acme, NAME, DomainScene.CAUSE);
  }

  private Domain proved() {
    Domain claim = claim();
    scene.publish(claim);
    watch.run();
    assertThat(status(claim)).isEqualTo(Verification.Status.VERIFIED);
    return claim;
  }

  private void later(Duration time) {
    scene.clock.advance(time);
    watch.run();
  }

  private Verification.Status status(Domain domain) {
    return scene
        .domains
        .get(environment, domain.organization(), domain.id())
        .verification()
        .status();
  }

  /// What the audit log says that the status became, oldest first.
  private List<String> auditedStatuses() {
    return scene.database.transact(tx ->
        tx.sql(
                """
                select after ->> 'status' as status from audit
                where object_type = 'domain' and action = 'changed' order by id
                """)
            .list(row -> row.text("status")));
  }
}
