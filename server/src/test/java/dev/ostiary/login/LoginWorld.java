package dev.ostiary.login;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.NewConnection;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.connection.ProviderCalls;
import dev.ostiary.connection.ProviderDocuments;
import dev.ostiary.connection.ProviderKeys;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.ClientPolicy;
import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientType;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.environment.Clients;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.environment.OrganizationClients;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.NewDomain;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.TxtLookup;
import dev.ostiary.platform.Page.Request;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.http.HttpEdge;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.platform.outbound.DocumentFetcher;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.OidcProvider;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.token.AuthorizationCodes;
import dev.ostiary.token.BackChannel;
import dev.ostiary.token.HandOverTokens;
import dev.ostiary.token.IdTokenHints;
import dev.ostiary.token.Session;
import dev.ostiary.token.Sessions;
import dev.ostiary.token.SigningKeys;
import java.net.URI;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An environment with an app and an organization, and both channels on a port.
class LoginWorld implements AutoCloseable {
  static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");
  static final String APP = "https://app.example.com/callback";
  static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  final SettableClock clock = SettableClock.at("2026-03-01T09:00:00Z");
  final Database database = database();
  final IdSource ids = new IdSource(clock, 1);
  final RandomText random = new RandomText(new SecureRandom());
  final EventLog log = new EventLog(database, new LogTail(database));
  final LogWriter writer = new LogWriter(log, ids, clock);
  final Environments environments = new Environments(database, ids);
  final ApiClients clients = new ApiClients(database, ids, clock, random);
  final Customers customers =
      Customers.assemble(
          new Customers.Tools(database, writer, ids, clock, random, TxtLookup.system()));
  final Organizations organizations = customers.organizations();
  final OutboundClient outbound =
      OutboundClient.start(
          new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of),
          "test",
          List.of());
  final Sealer sealer = new Sealer(MasterKey.generate(new SecureRandom()), new SecureRandom());
  final SigningKeys keys = new SigningKeys(database, ids, clock, sealer, new SecureRandom());
  final Connections connections =
      new Connections(
          database,
          writer,
          organizations,
          ids,
          sealer,
          new ProviderDocuments(new DocumentFetcher(outbound), clock));
  final Sessions sessions = new Sessions(database, ids, random, clock, sealer);
  final Logins logins = assemble();
  final Server server;
  final Environment environment;
  final ApiClient app;
  final OrganizationId organization;
  final Connection simulated;

  LoginWorld() {
    server = node();
    environment =
        environments.create("Test", URI.create("http://127.0.0.1:" + server.activeLocalPort()));
    app = app(ClientType.WEB, ClientPolicy.DEFAULT, APP);
    organization = organization("Acme", "example.com");
    simulated = connection(organization, ConnectionProvider.IDP_SIMULATOR, ConnectionType.OIDC);
  }

  /// Where everything is kept.
  Database database() {
    return TestDatabase.fresh();
  }

  /// The session in which a browser is signed in.
  Session session(Browser browser) {
    String cookie = browser.cookies(environment.url()).get("session");
    return sessions.find(environment.id(), new Secret(cookie)).orElseThrow();
  }

  /// One more node on the same database; its port is not that of the environment.
  Server node() {
    ServerBuilder builder = Server.builder().http(0);
    assemble().endpoints().forEach(builder::service);
    backChannel().endpoints().forEach(builder::service);
    HttpEdge.install(builder, () -> "req_" + ids.next(), false);
    Server node = builder.build();
    node.start().join();
    return node;
  }

  private BackChannel backChannel() {
    return BackChannel.assemble(
        new BackChannel.Tools(database, ids, clock, random, sealer, keys),
        environments,
        new Clients(clients, new OrganizationClients(database, ids, clock, random)),
        connections::vouchesSince);
  }

  private Logins assemble() {
    return Logins.assemble(
        new Logins.Tools(database, ids, clock, random, sealer, false),
        new Logins.Parties(environments, clients, customers, connections),
        new Logins.Providers(
            new ProviderCalls(outbound),
            new ProviderKeys(new DocumentFetcher(outbound), clock),
            new SpKeys(database, sealer, clock, new SecureRandom())),
        new Logins.Tokens(
            sessions,
            new AuthorizationCodes(random, clock),
            new HandOverTokens(keys, clock),
            new IdTokenHints(keys, environments)));
  }

  ApiClient app(ClientType type, ClientPolicy policy, String... redirectUris) {
    return clients.create(
        environment.id(),
        new ClientSettings(
            "app",
            type,
            new ClientUris(
                ClientUris.redirects("post_login_uris", List.of(redirectUris)),
                "https://app.example.com/login",
                List.of(),
                List.of()),
            policy));
  }

  OrganizationId organization(String name, String... domainNames) {
    OrganizationId id =
        organizations.create(environment.id(), NewOrganization.named(name), CAUSE).id();
    for (String domain : domainNames) {
      customers
          .domains()
          .add(environment.id(), id, NewDomain.routing(new DomainName(domain)), CAUSE);
    }
    return id;
  }

  /// An enabled connection.
  Connection connection(OrganizationId owner, ConnectionProvider provider, ConnectionType type) {
    Connection created =
        connections.create(environment.id(), owner, NewConnection.of(provider, type), CAUSE);
    return connections.enable(environment.id(), owner, created.id(), CAUSE);
  }

  /// An enabled connection with a configuration.
  Connection connection(ConnectionType type, ConfigChange change) {
    return connection(organization, type, change);
  }

  Connection connection(OrganizationId owner, ConnectionType type, ConfigChange change) {
    Connection created =
        connections.create(
            environment.id(), owner, NewConnection.of(ConnectionProvider.CUSTOM, type), CAUSE);
    connections.configure(environment.id(), owner, created.id(), change, CAUSE);
    return connections.enable(environment.id(), owner, created.id(), CAUSE);
  }

  /// An enabled connection to a provider of this test.
  Connection connectionTo(OidcProvider idp) {
    return connectionTo(organization, idp);
  }

  Connection connectionTo(OrganizationId owner, OidcProvider idp) {
    return connection(
        owner,
        ConnectionType.OIDC,
        ConfigChange.of(
            new OidcChange()
                .issuer(idp.issuer())
                .authorizeUri(idp.issuer() + "/authorize")
                .tokenUri(idp.issuer() + "/token")
                .jwksUri(idp.issuer() + "/jwks")
                .clientId(OidcProvider.CLIENT)
                .clientSecret("correct horse battery staple")));
  }

  /// The record of the sign-in that was begun last.
  Login lastLogin() {
    return logins
        .records()
        .list(environment.id(), LoginFilter.ALL, Request.of(1, ""))
        .items()
        .getFirst();
  }

  /// A request of the app that nothing is wrong with, through the simulated connection.
  Map<String, String> request() {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", app.id().toString());
    request.put("redirect_uri", APP);
    request.put("scope", "openid profile email");
    request.put("state", "af0ifjsldkj");
    request.put("nonce", "n-0S6_WzA2Mj");
    request.put("code_challenge", CHALLENGE);
    request.put("code_challenge_method", "S256");
    request.put("connection_id", simulated.id().toString());
    return request;
  }

  /// The same with changes; an empty value takes a parameter away.
  Map<String, String> request(String... changes) {
    Map<String, String> request = request();
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1].isEmpty()) {
        request.remove(changes[i]);
      } else {
        request.put(changes[i], changes[i + 1]);
      }
    }
    return request;
  }

  String authorizeUrl(Map<String, String> request) {
    return environment.url() + "/oauth/authorize?" + Browser.encode(request);
  }

  @Override
  public void close() {
    server.stop().join();
    outbound.close();
    database.close();
  }
}
