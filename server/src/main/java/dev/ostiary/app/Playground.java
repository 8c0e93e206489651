package dev.ostiary.app;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.NewConnection;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.event.Cause;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.NewDomain;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.List;

/// What a developer needs to see a sign-in at once: an organization with a simulated connection,
/// and redirect URIs of an app on the same machine (wire contract, section 4.9).
record Playground(ApiClients clients, Customers customers, Connections connections) {
  /// Where the samples of the SDKs run.
  static final String APP = "http://localhost:3000";

  private static final Cause CAUSE = Cause.system("first start");

  Connection make(EnvironmentId environment) {
    clients.list(environment).forEach(this::letSignIn);
    OrganizationId organization =
        customers
            .organizations()
            .create(environment, NewOrganization.named("Test Organization"), CAUSE)
            .id();
    for (String domain : List.of("example.com", "example.org")) {
      customers
          .domains()
          .add(environment, organization, NewDomain.routing(new DomainName(domain)), CAUSE);
    }
    Connection simulated =
        connections.create(
            environment,
            organization,
            NewConnection.of(ConnectionProvider.IDP_SIMULATOR, ConnectionType.OIDC),
            CAUSE);
    return connections.enable(environment, organization, simulated.id(), CAUSE);
  }

  private void letSignIn(ApiClient client) {
    clients.update(
        client.environment(),
        client.id(),
        settings ->
            new ClientSettings(settings.name(), settings.type(), uris(), settings.policy()));
  }

  private static ClientUris uris() {
    return new ClientUris(
        ClientUris.redirects("post_login_uris", List.of(APP + "/callback", APP + "/auth/callback")),
        APP + "/login",
        ClientUris.redirects("post_logout_redirect_uris", List.of(APP)),
        List.of());
  }
}
