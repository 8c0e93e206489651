package dev.ostiary.web.portal;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environments;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.PortalSessions;
import dev.ostiary.organization.SharedLinks;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.web.page.PageRoute;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// All pages of the portal.
public final class Portal {
  static final String HOME = "/portal";
  static final String DOMAINS = "/portal/domains";
  static final String CONNECTIONS = "/portal/connections";

  private Portal() {}

  /// What the pages stand on.
  ///
  /// @param origins whose pages may show the portal in a frame
  public record Ground(
      Environments environments,
      PortalSessions sessions,
      SharedLinks sharedLinks,
      Customers customers,
      Connections connections,
      LoginRecords logins,
      Function<EnvironmentId, List<String>> origins) {}

  public static List<PageRoute> routes(Ground ground) {
    PortalGate gate =
        new PortalGate(
            ground.sessions(),
            ground.customers().organizations(),
            ground.environments(),
            ground.origins());
    return Stream.of(
            new MagicLinkPages(
                    new Entrances(ground.customers().portalLinks(), ground.sharedLinks()),
                    ground.sessions(),
                    ground.customers().organizations(),
                    gate)
                .routes(),
            new DomainPages(ground.customers().domains()).routes(gate),
            new HomePage(ground.connections()).routes(gate),
            new SetupPages(ground.connections(), new Trials(ground.logins())).routes(gate))
        .flatMap(List::stream)
        .toList();
  }

  static String path(Connection connection) {
    return CONNECTIONS + "/" + connection.id();
  }
}
