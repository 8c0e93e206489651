package dev.ostiary.api;

import dev.ostiary.connection.Connections;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogReader;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Organization;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.log.GetOrganizationStateResponse;

/// An organization with what belongs to it, as of one place in the log.
final class OrganizationStates {
  private final Database database;
  private final EventLog log;
  private final LogReader reader;
  private final Customers customers;
  private final Connections connections;
  private final ConnectionMapping mapping;

  OrganizationStates(
      Database database,
      EventLog log,
      LogReader reader,
      Customers customers,
      Connections connections,
      ConnectionMapping mapping) {
    this.database = database;
    this.log = log;
    this.reader = reader;
    this.customers = customers;
    this.connections = connections;
    this.mapping = mapping;
  }

  GetOrganizationStateResponse get(EnvironmentId environment, OrganizationId id) {
    // Taken before the snapshot, which therefore holds everything up to it.
    long cursor = reader.latest();
    return database.snapshot(tx -> {
      Organization organization = customers.organizations().get(environment, id);
      var state =
          GetOrganizationStateResponse.newBuilder()
              .setOrganization(OrganizationMapping.wire(organization))
              .setSequence(log.sequence(tx, environment, id))
              .setCursor(Long.toString(cursor));
      connections
          .listByOrganization(environment, id, true)
          .forEach(connection -> state.addConnections(mapping.wire(connection)));
      customers
          .domains()
          .list(environment, id)
          .forEach(domain -> state.addDomains(DomainMapping.wire(domain)));
      return state.build();
    });
  }
}
