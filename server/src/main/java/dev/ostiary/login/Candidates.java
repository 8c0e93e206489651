package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environment;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks up the connections that a request can mean, and lets {@link ConnectionChooser} decide.
final class Candidates {
  private final Connections connections;
  private final Organizations organizations;
  private final SimulatorSwitch simulator;

  Candidates(Connections connections, Organizations organizations, SimulatorSwitch simulator) {
    this.connections = connections;
    this.organizations = organizations;
    this.simulator = simulator;
  }

  /// @throws LoginRefusal when none can be chosen
  Connection choose(Environment environment, Selector selector) {
    List<Connection> found =
        switch (selector) {
          case Selector.ByConnection named ->
              connections.find(environment.id(), named.id()).stream().toList();
          case Selector.ByOrganization named -> ofOrganization(environment.id(), named.id());
          case Selector.ByDomain domain -> ofDomain(environment.id(), domain.domain());
          case Selector.Nothing _ -> List.of();
        };
    return ConnectionChooser.choose(selector, found, simulator.isOn(environment));
  }

  private List<Connection> ofOrganization(EnvironmentId environment, OrganizationId id) {
    List<Connection> found = connections.listByOrganization(environment, id, true);
    if (found.isEmpty()) {
      try {
        organizations.get(environment, id);
      } catch (Problem notThere) {
        throw Selector.unknownOrganization();
      }
    }
    return found;
  }

  private List<Connection> ofDomain(EnvironmentId environment, String name) {
    try {
      return connections.listByDomain(environment, DomainName.parse(name), true);
    } catch (Problem nobodysDomain) {
      return List.of();
    }
  }

  /// What the templates in a redirect URI stand for (wire contract, section 3.3).
  Map<String, String> templateValues(Connection connection) {
    Organization organization =
        organizations.get(connection.environment(), connection.organization());
    Map<String, String> values = new HashMap<>(organization.metadata());
    if (organization.slug() != null) {
      values.put("org_slug", organization.slug());
    }
    if (organization.externalId() != null) {
      values.put("external_id", organization.externalId());
    }
    return values;
  }
}
