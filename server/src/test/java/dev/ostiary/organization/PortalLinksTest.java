package dev.ostiary.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortalLinksTest {
  private static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");

  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  private Database database;
  private Organizations organizations;
  private PortalLinks links;
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
                new LogWriter(log, ids, clock),
                ids,
                clock,
                new RandomText(new SecureRandom()),
                TxtLookup.system()));
    organizations = customers.organizations();
    links = customers.portalLinks();
    Environments environments = new Environments(database, ids);
    environment = environments.create("One", URI.create("https://one.example.com")).id();
    other = environments.create("Two", URI.create("https://two.example.com")).id();
    acme = organizations.create(environment, NewOrganization.named("Acme"), CAUSE).id();
    rival = organizations.create(environment, NewOrganization.named("Rival"), CAUSE).id();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aLinkIsOpenedOnce() {
    CreatedLink created = links.create(environment, acme, List.of("sso"));

    assertThat(links.find(environment, created.token(), clock.instant())).contains(created.link());
    assertThat(links.redeem(environment, created.token(), clock.instant()))
        .contains(created.link());
    assertThat(links.redeem(environment, created.token(), clock.instant())).isEmpty();
    assertThat(links.find(environment, created.token(), clock.instant())).isEmpty();
  }

  @Test
  void ofManyWhoOpenItAtOnceOneGetsIn() throws Exception {
    CreatedLink created = links.create(environment, acme, List.of());
    Callable<Optional<PortalLink>> open =
        () -> links.redeem(environment, created.token(), clock.instant());
    long opened = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<PortalLink>> one : threads.invokeAll(List.of(open, open, open, open))) {
        opened += one.get().stream().count();
      }
    }

    assertThat(opened).isEqualTo(1);
  }

  @Test
  void aLinkIsGoodForAMinute() {
    CreatedLink created = links.create(environment, acme, List.of());
    clock.advance(PortalLinks.LINK_LIFE.minus(Duration.ofMillis(1)));
    assertThat(links.find(environment, created.token(), clock.instant())).isPresent();

    clock.advance(Duration.ofMillis(1));

    assertThat(links.redeem(environment, created.token(), clock.instant())).isEmpty();
    assertThat(links.list(environment, acme)).isEmpty();
  }

  @Test
  void anotherLinkTakesTheOneBeforeBack() {
    CreatedLink first = links.create(environment, acme, List.of());
    CreatedLink elsewhere = links.create(environment, rival, List.of());
    CreatedLink second = links.create(environment, acme, List.of());

    assertThat(links.redeem(environment, first.token(), clock.instant())).isEmpty();
    assertThat(links.redeem(environment, second.token(), clock.instant())).isPresent();
    assertThat(links.redeem(environment, elsewhere.token(), clock.instant())).isPresent();
  }

  @Test
  void aLinkOpensNothingInAnotherEnvironment() {
    CreatedLink created = links.create(environment, acme, List.of());

    assertThat(links.redeem(other, created.token(), clock.instant())).isEmpty();
    assertThatThrownBy(() -> links.create(other, acme, List.of()))
        .hasMessage("organization not found: " + acme);
    assertThatThrownBy(() -> links.delete(environment, rival, created.link().id()))
        .hasMessage("portal link not found: " + created.link().id());
  }

  @Test
  void linksGoWithTheirOrganization() {
    CreatedLink created = links.create(environment, acme, List.of());

    organizations.delete(environment, acme, CAUSE);

    assertThat(links.redeem(environment, created.token(), clock.instant())).isEmpty();
  }
}
