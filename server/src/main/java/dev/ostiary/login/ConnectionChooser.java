package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionStatus;
import java.util.Comparator;
import java.util.List;

/// Decides through which connection a sign-in goes. Pure: the candidates are those that the
/// selector leads to, of whatever state; only one that is completed and enabled is ever chosen.
final class ConnectionChooser {
  private ConnectionChooser() {}

  /// @param simulator whether simulated connections may be used
  /// @throws LoginRefusal when none can be chosen, with the reason that the app can act on
  static Connection choose(Selector selector, List<Connection> candidates, boolean simulator) {
    List<Connection> usable =
        candidates.stream()
            .filter(candidate -> isUsable(candidate, simulator))
            .sorted(Comparator.comparingLong(candidate -> candidate.id().number()))
            .toList();
    return switch (selector) {
      case Selector.ByConnection named -> named(named, candidates, usable);
      case Selector.ByOrganization _ -> firstOfOrganization(candidates, usable);
      case Selector.ByDomain domain -> firstOfDomain(domain, usable);
      case Selector.Nothing _ ->
          throw new LoginRefusal(
              LoginError.invalid_connection_selector,
              "send connection_id, organization_id, domain, or an e-mail address as login_hint");
    };
  }

  /// A connection may be used as long as this holds, also while an attempt is under way.
  static boolean isUsable(Connection connection, boolean simulator) {
    boolean simulated = connection.provider() == ConnectionProvider.IDP_SIMULATOR;
    return connection.enabled()
        && connection.status() == ConnectionStatus.COMPLETED
        && (simulator || !simulated);
  }

  private static Connection named(
      Selector.ByConnection named, List<Connection> candidates, List<Connection> usable) {
    boolean foreign =
        named.organization() != null
            && candidates.stream().anyMatch(c -> !c.organization().equals(named.organization()));
    if (candidates.isEmpty() || foreign) {
      throw new LoginRefusal(
          LoginError.invalid_connection_id,
          "connection_id names no connection of this environment and of organization_id");
    }
    if (usable.isEmpty()) {
      throw new LoginRefusal(
          LoginError.connection_not_active, "the connection is not enabled or not completed");
    }
    return usable.getFirst();
  }

  /// The oldest: to add one does not move those who sign in already.
  private static Connection firstOfOrganization(
      List<Connection> candidates, List<Connection> usable) {
    if (candidates.isEmpty()) {
      throw new LoginRefusal(
          LoginError.no_configured_connections, "the organization has no connection");
    }
    if (usable.isEmpty()) {
      throw new LoginRefusal(
          LoginError.no_active_connections, "no connection of the organization is enabled");
    }
    return usable.getFirst();
  }

  /// One answer for a domain that nobody has, has not been verified, or has no connection in use:
  /// whether a company is a customer is nobody's business.
  private static Connection firstOfDomain(Selector.ByDomain domain, List<Connection> usable) {
    if (usable.isEmpty()) {
      throw new LoginRefusal(
          domain.named() ? LoginError.domain_not_found : LoginError.invalid_connection_selector,
          "no connection in use serves the domain");
    }
    return usable.getFirst();
  }
}
