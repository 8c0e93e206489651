package dev.ostiary.organization;

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
import dev.ostiary.testing.NameServer;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;

/// Domains in a database of their own, and a name server that says what it is told.
final class DomainScene implements AutoCloseable {
  static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");

  final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  final NameServer dns = new NameServer();
  final Database database = TestDatabase.fresh();
  private final IdSource ids = new IdSource(clock, 1);
  private final Customers customers =
      Customers.assemble(
          new Customers.Tools(
              database,
              new LogWriter(new EventLog(database, new LogTail(database)), ids, clock),
              ids,
              clock,
              new RandomText(new SecureRandom()),
              TxtLookup.at(dns.address())));
  final Organizations organizations = customers.organizations();
  final Domains domains = customers.domains();

  EnvironmentId environment(String name) {
    URI url = URI.create("https://" + name.toLowerCase(Locale.ROOT) + ".example.com");
    return new Environments(database, ids).create(name, url).id();
  }

  OrganizationId organization(EnvironmentId environment, String name) {
    return organizations.create(environment, NewOrganization.named(name), CAUSE).id();
  }

  void publish(Domain domain) {
    dns.publish(domain.recordName(), domain.recordText());
  }

  /// The events of domains, oldest first.
  List<String> eventTypes() {
    return database.transact(tx ->
        tx.sql("select type from event where type like '%domain%' order by position")
            .list(row -> row.text("type")));
  }

  @Override
  public void close() {
    database.close();
    dns.close();
  }
}
