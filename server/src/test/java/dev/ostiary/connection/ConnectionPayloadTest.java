package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.Golden;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The payloads of the events of connections, byte for byte, read back from the log after the real
/// changes; those of the contract's page on SSO events with the page's ids at the page's times.
class ConnectionPayloadTest {
  private final SettableClock clock = new SettableClock(IdSource.EPOCH);
  private final Sealer sealer =
      new Sealer(MasterKey.generate(new SecureRandom()), new SecureRandom());
  private Database database;
  private EnvironmentId environment;
  private OrganizationId organization;

  @BeforeEach
  void createOrganization() {
    database = TestDatabase.fresh();
    clock.set(Instant.parse("2025-05-28T09:21:05.860Z"));
    environment =
        new Environments(database, new IdSource(clock, 815))
            .create("Test", URI.create("https://one.example.com"))
            .id();
    clock.set(Instant.parse("2025-07-30T08:24:57.600Z"));
    organization =
        organizations(517).create(environment, NewOrganization.named("Acme"), Scene.CAUSE).id();
    assertThat(environment).hasToString("env_74418471961625391");
    assertThat(organization).hasToString("org_83544995172188677");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void createdAndEnabledAreThoseOfTheContract() {
    clock.nextReadings(Instant.parse("2025-10-14T09:27:18.470Z"));
    clock.set(Instant.parse("2025-10-14T09:27:18.488720586Z"));
    ConnectionId id = create(connections(325));
    assertThat(id).hasToString("conn_94567862424830277");
    assertLastPayload("organization.sso_created");

    complete(id);
    clock.set(Instant.parse("2025-10-14T09:29:27.098914861Z"));
    connections(327).enable(environment, organization, id, Scene.CAUSE);
    assertLastPayload("organization.sso_enabled");
  }

  @Test
  void disabledAndDeletedAreThoseOfTheContract() {
    clock.set(Instant.parse("2025-07-30T08:25:02.180Z"));
    ConnectionId id = create(connections(519));
    assertThat(id).hasToString("conn_83545002856153607");
    complete(id);
    connections(520).enable(environment, organization, id, Scene.CAUSE);

    clock.set(Instant.parse("2025-10-14T07:49:05.809554456Z"));
    connections(280).disable(environment, organization, id, Scene.CAUSE);
    assertLastPayload("organization.sso_disabled");

    clock.set(Instant.parse("2025-10-14T07:49:18.604546332Z"));
    connections(280).delete(environment, organization, id, Scene.CAUSE);
    assertLastPayload("organization.sso_deleted");
  }

  @Test
  void whatIsSeenAtTheProvider() {
    clock.set(Instant.parse("2025-10-14T09:27:18.488720586Z"));
    FakeMetadata provider = new FakeMetadata();
    String url = "https://idp.example.com/metadata";
    provider.metadata.put(url, FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    Connections connections = connections(325, provider);
    ConnectionId id =
        connections
            .create(
                environment,
                organization,
                NewConnection.of(ConnectionProvider.OKTA, ConnectionType.SAML),
                Scene.CAUSE)
            .id();
    ConfigChange byUrl = ConfigChange.of(new SamlChange().idpMetadataUrl(url));
    connections.configure(environment, organization, id, byUrl, Scene.CAUSE);
    connections.enable(environment, organization, id, Scene.CAUSE);
    ProviderWatch watch = new ProviderWatch(database, connections, clock);

    provider.metadata.put(url, FakeMetadata.facts(FakeMetadata.NEXT));
    watch.run();
    assertLastPayload("organization.sso_metadata_changed");

    clock.set(FakeMetadata.NEXT.notAfter().minus(ProviderWatch.EXPIRY_NOTICE));
    watch.run();
    assertLastPayload("organization.sso_certificate_expiring");

    clock.set(FakeMetadata.NEXT.notAfter());
    watch.run();
    assertLastPayload("organization.sso_certificate_expired");
  }

  @Test
  void theDetailedPayloadAddsWhoAndWhatWasBefore() {
    clock.set(Instant.parse("2025-10-14T09:27:18.488720586Z"));
    ConnectionId id = create(connections(325));
    complete(id);
    connections(326).enable(environment, organization, id, Scene.CAUSE);

    String detailed = new String(last().detailedPayload(), StandardCharsets.US_ASCII);

    assertThat(Json.parseObject(detailed).at("/data/previous_attributes/enabled").isBoolean())
        .isTrue();
    assertThat(detailed)
        .contains("\"previous_attributes\":{\"enabled\":false}")
        .contains("\"actor\":{\"type\":\"api_client\",\"id\":\"skc_1\"}")
        .contains("\"request_id\":\"request-1\"")
        .contains("\"display_name\":\"SSO Connection Enabled\"");
  }

  private ConnectionId create(Connections connections) {
    return connections
        .create(
            environment,
            organization,
            NewConnection.of(ConnectionProvider.OKTA, ConnectionType.OIDC),
            Scene.CAUSE)
        .id();
  }

  private void complete(ConnectionId id) {
    connections(1)
        .configure(environment, organization, id, Scene.complete(ConnectionType.OIDC), Scene.CAUSE);
  }

  private Organizations organizations(int machine) {
    return new Organizations(database, writer(machine), new IdSource(clock, machine));
  }

  private Connections connections(int machine) {
    return connections(machine, new FakeMetadata());
  }

  private Connections connections(int machine, FakeMetadata provider) {
    return new Connections(
        database,
        writer(machine),
        organizations(machine),
        new IdSource(clock, machine),
        sealer,
        provider);
  }

  private LogWriter writer(int machine) {
    EventLog log = new EventLog(database, new LogTail(database));
    return new LogWriter(log, new IdSource(clock, machine), clock);
  }

  private Event last() {
    return new EventLog(database, new LogTail(database))
        .lane(environment, organization, 0, Integer.MAX_VALUE)
        .getLast();
  }

  private void assertLastPayload(String type) {
    assertThat(last().type()).isEqualTo(type);
    Golden.assertPayload(last());
  }
}
