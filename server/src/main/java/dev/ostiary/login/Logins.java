package dev.ostiary.login;

import com.linecorp.armeria.server.HttpServiceWithRoutes;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.ProviderCalls;
import dev.ostiary.connection.ProviderKeys;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Customers;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.token.AuthorizationCodes;
import dev.ostiary.token.HandOverTokens;
import dev.ostiary.token.IdTokenHints;
import dev.ostiary.token.Sessions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The doors of this package, put together.
///
/// @param endpoints what browsers reach
/// @param records what became of attempts
public record Logins(List<HttpServiceWithRoutes> endpoints, LoginRecords records) {

  /// What is needed from the platform.
  ///
  /// @param simulator whether simulated sign-ins are possible everywhere, and not only on a
  ///   developer's machine
  public record Tools(
      Database database,
      IdSource ids,
      InstantSource clock,
      RandomText random,
      Sealer sealer,
      boolean simulator) {}

  /// Who and what can be signed in to and through.
  public record Parties(
      Environments environments,
      ApiClients clients,
      Customers customers,
      Connections connections) {}

  /// How identity providers are reached.
  ///
  /// @param samlKeys ours, as a service provider
  public record Providers(ProviderCalls calls, ProviderKeys keys, SpKeys samlKeys) {}

  /// What a sign-in ends in.
  public record Tokens(
      Sessions sessions, AuthorizationCodes codes, HandOverTokens handOvers, IdTokenHints hints) {}

  public static Logins assemble(Tools tools, Parties parties, Providers providers, Tokens tokens) {
    SimulatorSwitch simulator = new SimulatorSwitch(tools.simulator());
    LoginAttempts attempts =
        new LoginAttempts(tools.database(), tools.ids(), tools.clock(), tools.random());
    Endings endings =
        new Endings(
            tools.database(),
            attempts,
            parties.clients(),
            tokens.sessions(),
            tokens.codes(),
            new Milestones(parties.connections(), tools.clock()));
    Arrivals arrivals =
        new Arrivals(
            tools.database(),
            attempts,
            parties.connections(),
            parties.customers().domains(),
            endings,
            simulator);
    SpKeys samlKeys = providers.samlKeys();
    Map<ConnectionType, Leg> legs =
        Map.of(
            ConnectionType.OIDC,
            new OidcLeg(),
            ConnectionType.SAML,
            new SamlLeg(samlKeys, tools.clock()));
    Departures departures = new Departures(attempts, legs, new SimulatorLeg());
    Candidates candidates =
        new Candidates(parties.connections(), parties.customers().organizations(), simulator);
    OidcLogout oidcLogout =
        new OidcLogout(parties.connections(), tools.sealer(), tools.random(), tools.clock());
    HandOvers handOvers = new HandOvers(parties.clients(), attempts, tokens.handOvers());
    AnswerLimit limit = new AnswerLimit(tools.clock());
    return new Logins(
        Stream.<BrowserEndpoint>of(
                new AuthorizeEndpoint(
                    new AuthorizeChecks(parties.clients(), tokens.hints()),
                    candidates,
                    attempts,
                    departures,
                    endings,
                    new EarlierSessions(tokens.sessions(), tools.clock())),
                limit.at(
                    new OidcCallbackEndpoint(
                        arrivals,
                        new OidcJudge(providers.calls(), providers.keys(), tools.clock()))),
                new LogoutEndpoint(
                    parties.clients(), tokens.sessions(), tokens.hints(), oidcLogout),
                limit.at(new OidcLogoutEndpoint(oidcLogout)),
                limit.at(
                    new BackchannelLogoutEndpoint(
                        parties.connections(), providers.keys(), tokens.sessions(), tools.clock())),
                new OidcInitEndpoint(parties.connections(), attempts, handOvers, simulator),
                limit.at(
                    new SamlCallbackEndpoint(
                        arrivals,
                        new SamlJudge(samlKeys, tools.database(), tools.clock()),
                        parties.connections(),
                        attempts,
                        handOvers)),
                new SamlMetadataEndpoint(parties.connections(), samlKeys),
                limit.at(
                    new SamlLogoutEndpoint(
                        parties.connections(),
                        tokens.sessions(),
                        samlKeys,
                        tools.random(),
                        tools.clock())),
                new TestLoginEndpoint(parties.connections(), attempts, departures),
                new SimulatorEndpoint(arrivals, attempts, simulator, tools.clock()))
            .<HttpServiceWithRoutes>map(
                endpoint -> new FrontDoor(parties.environments(), attempts, endpoint))
            .toList(),
        new LoginRecords(tools.database(), tools.clock()));
  }
}
