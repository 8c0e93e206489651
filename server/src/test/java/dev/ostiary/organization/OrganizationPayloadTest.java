package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.Golden;
import dev.ostiary.testing.NameServer;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The payloads of the events of organizations and their domains, byte for byte, read back from the
/// log after the real changes.
class OrganizationPayloadTest {
  private static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");

  private final SettableClock clock = SettableClock.at("2025-10-14T09:27:18.488720586Z");
  private final NameServer dns = new NameServer();
  private final Database database = TestDatabase.fresh();
  private final EventLog log = new EventLog(database, new LogTail(database));
  private final IdSource ids = new IdSource(clock, 1);
  private final Customers customers =
      Customers.assemble(
          new Customers.Tools(
              database,
              new LogWriter(log, ids, clock),
              ids,
              clock,
              new RandomText(new Zeros()),
              TxtLookup.at(dns.address())));
  private final EnvironmentId environment =
      new Environments(database, ids).create("Test", URI.create("https://one.example.com")).id();

  /// What nobody can guess, guessed.
  private static final class Zeros extends SecureRandom {
    private static final long serialVersionUID = 1L;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @AfterEach
  void close() {
    database.close();
    dns.close();
  }

  private OrganizationId create() {
    return customers
        .organizations()
        .create(
            environment,
            new NewOrganization(
                "Äcme & Söhne", Region.EU, "customer-1", "acme", null, Map.of("plan", "gold")),
            CAUSE)
        .id();
  }

  private void assertLast(OrganizationId organization, EventType type) {
    Event last = log.lane(environment, organization, 0, Integer.MAX_VALUE).getLast();
    assertThat(last.type()).isEqualTo(type.wireName());
    Golden.assertPayload(last);
  }

  @Test
  void whatHappensToAnOrganization() {
    OrganizationId organization = create();
    assertLast(organization, EventType.ORGANIZATION_CREATED);

    clock.set(Instant.parse("2025-10-14T09:29:27.098914861Z"));
    customers
        .organizations()
        .update(
            environment,
            organization,
            new OrganizationChange(
                "Acme", "", null, null, Map.of(), List.of(new Feature("dir_sync", true))),
            CAUSE);
    assertLast(organization, EventType.ORGANIZATION_UPDATED);

    clock.set(Instant.parse("2025-10-14T09:31:00Z"));
    customers.organizations().delete(environment, organization, CAUSE);
    assertLast(organization, EventType.ORGANIZATION_DELETED);
  }

  @Test
  void whatHappensToADomain() {
    OrganizationId organization = create();
    Domain claim = claim(organization, "acme.example");
    assertLast(organization, EventType.DOMAIN_CREATED);

    dns.publish(claim.recordName(), claim.recordText());
    clock.advance(Duration.ofMinutes(1));
    verify(claim);
    assertLast(organization, EventType.DOMAIN_VERIFIED);

    clock.advance(Duration.ofMinutes(1));
    customers.domains().delete(environment, organization, claim.id(), CAUSE);
    assertLast(organization, EventType.DOMAIN_DELETED);
  }

  @Test
  void aDomainThatNobodyProved() {
    OrganizationId organization = create();
    Domain claim = claim(organization, "acme.example");

    clock.advance(Domain.PROOF_WINDOW);
    verify(claim);

    assertLast(organization, EventType.DOMAIN_FAILED);
  }

  private Domain claim(OrganizationId organization, String name) {
    clock.advance(Duration.ofMinutes(1));
    return customers.domains().claim(environment, organization, new DomainName(name), CAUSE);
  }

  private void verify(Domain claim) {
    customers.domains().verify(environment, claim.organization(), claim.id(), CAUSE);
  }
}
