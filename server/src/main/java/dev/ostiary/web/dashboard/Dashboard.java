package dev.ostiary.web.dashboard;

import dev.ostiary.connection.Connections;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environments;
import dev.ostiary.environment.Staff;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogReader;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.SharedLinks;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.webhook.Webhooks;
import java.util.List;
import java.util.stream.Stream;

/// All pages of the dashboard.
public final class Dashboard {
  private Dashboard() {}

  /// What the pages stand on.
  public record Ground(
      Environments environments,
      Staff staff,
      ApiClients clients,
      Customers customers,
      SharedLinks links,
      Connections connections,
      LoginRecords logins,
      EventLog events,
      LogReader reader,
      Webhooks webhooks,
      OutboundClient outbound) {}

  public static List<PageRoute> routes(Ground ground) {
    Organizations organizations = ground.customers().organizations();
    OperatorGate gate = new OperatorGate(ground.staff().sessions());
    return Stream.of(
            new SignInPages(ground.staff(), gate).routes(),
            new OrganizationList(
                    organizations, ground.connections(), ground.logins(), ground.events())
                .routes(gate),
            new OrganizationPages(organizations, ground.connections()).routes(gate),
            new OrganizationPage(organizations, ground.connections(), ground.events()).routes(gate),
            new DomainPages(ground.customers()).routes(gate),
            new PortalLinkPages(organizations, ground.links()).routes(gate),
            new ConnectionPages(organizations, ground.connections(), ground.logins()).routes(gate),
            new LoginPages(ground.logins()).routes(gate),
            new EndpointPages(ground.webhooks().endpoints(), ground.outbound()).routes(gate),
            new EndpointPage(ground.webhooks()).routes(gate),
            new LiveDeliveries(ground.webhooks().endpoints(), ground.reader()).routes(gate),
            new TestEventPages(ground.webhooks().testEvents()).routes(gate),
            new BlockedLanesPage(ground.webhooks()).routes(gate),
            new DeliveryPage(ground.webhooks(), ground.events()).routes(gate),
            new ReplayPages(ground.webhooks()).routes(gate),
            new DoctorPages(ground.webhooks().endpoints()).routes(gate),
            new ClientPages(ground.clients()).routes(gate),
            new ClientPage(ground.clients()).routes(gate),
            new SettingsPages(
                    ground.environments(), ground.clients(), ground.webhooks().retention())
                .routes(gate),
            new OperatorPages(ground.staff()).routes(gate),
            new AccountPages(ground.staff().passkeys()).routes(gate),
            new AuditPages(ground.staff().audit()).routes(gate))
        .flatMap(List::stream)
        .toList();
  }
}
