package dev.ostiary.connection;

import dev.ostiary.environment.Environments;
import dev.ostiary.event.Cause;
import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;

/// Two environments with two organizations each, in a database of their own, and what changes them.
final class Scene implements AutoCloseable {
  static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");

  final SettableClock clock = SettableClock.at("2025-10-14T09:00:00.123456789Z");
  final Database database;
  final IdSource ids = new IdSource(clock, 1);
  final EventLog log;
  final LogWriter writer;
  final Organizations organizations;
  final FakeMetadata metadata = new FakeMetadata();
  final Sealer sealer = new Sealer(MasterKey.generate(new SecureRandom()), new SecureRandom());
  final Connections connections;

  final EnvironmentId environment;
  final EnvironmentId otherEnvironment;
  final OrganizationId organization;
  final OrganizationId otherOrganization;
  final OrganizationId foreignOrganization;

  Scene() {
    this(TestDatabase.fresh());
  }

  /// @param database is closed with it
  Scene(Database database) {
    this.database = database;
    log = new EventLog(database, new LogTail(database));
    writer = new LogWriter(log, ids, clock);
    organizations = new Organizations(database, writer, ids);
    connections = new Connections(database, writer, organizations, ids, sealer, metadata);
    environment = environment("https://one.example.com");
    otherEnvironment = environment("https://two.example.com");
    organization = organization(environment, "Acme");
    otherOrganization = organization(environment, "Globex");
    foreignOrganization = organization(otherEnvironment, "Initech");
  }

  private EnvironmentId environment(String url) {
    return new Environments(database, ids).create("Test", URI.create(url)).id();
  }

  OrganizationId organization(EnvironmentId environment, String name) {
    return organizations.create(environment, NewOrganization.named(name), CAUSE).id();
  }

  Connection connection(ConnectionType type) {
    return connections.create(
        environment, organization, NewConnection.of(ConnectionProvider.OKTA, type), CAUSE);
  }

  Connection configure(Connection connection, ConfigChange change) {
    return connections.configure(
        connection.environment(), connection.organization(), connection.id(), change, CAUSE);
  }

  Connection enable(Connection connection) {
    return connections.enable(
        connection.environment(), connection.organization(), connection.id(), CAUSE);
  }

  Connection disable(Connection connection) {
    return connections.disable(
        connection.environment(), connection.organization(), connection.id(), CAUSE);
  }

  void delete(Connection connection) {
    connections.delete(connection.environment(), connection.organization(), connection.id(), CAUSE);
  }

  Connection completed(ConnectionType type) {
    return configure(connection(type), complete(type));
  }

  /// Sets every required value by hand.
  static ConfigChange complete(ConnectionType type) {
    return switch (type) {
      case OIDC ->
          ConfigChange.of(
              new OidcChange()
                  .issuer("https://idp.example.com")
                  .authorizeUri("https://idp.example.com/authorize")
                  .tokenUri("https://idp.example.com/token")
                  .jwksUri("https://idp.example.com/jwks")
                  .clientId("client")
                  .clientSecret("correct horse battery staple"));
      case SAML ->
          ConfigChange.of(
              new SamlChange()
                  .idpEntityId("https://idp.example.com/entity")
                  .idpSsoUrl("https://idp.example.com/sso")
                  .idpCertificate(FakeMetadata.CERTIFICATE.pem()));
    };
  }

  List<Event> events(OrganizationId organization) {
    EnvironmentId owner = organization.equals(foreignOrganization) ? otherEnvironment : environment;
    return log.lane(owner, organization, 0, Integer.MAX_VALUE);
  }

  /// The types of the organization's events since it was created, in order.
  List<String> eventTypes(OrganizationId organization) {
    return events(organization).stream().skip(1).map(Event::type).toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
