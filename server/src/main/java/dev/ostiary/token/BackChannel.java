package dev.ostiary.token;

import com.linecorp.armeria.server.HttpServiceWithRoutes;
import dev.ostiary.environment.Clients;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The back channel, put together: what the front channel ends in, and the endpoints for apps.
///
/// @param sweep deletes what has expired; to be run every {@link #SWEEP_PAUSE}
public record BackChannel(
    AccessTokens tokens,
    AuthorizationCodes codes,
    Sessions sessions,
    IdTokenHints hints,
    List<HttpServiceWithRoutes> endpoints,
    Runnable sweep) {
  /// Expired rows cost only space.
  public static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);

  /// What everything here works with.
  public record Tools(
      Database database,
      IdSource ids,
      InstantSource clock,
      RandomText random,
      Sealer sealer,
      SigningKeys keys) {}

  public static BackChannel assemble(
      Tools tools, Environments environments, Clients clients, Standing standing) {
    SigningKeys keys = tools.keys();
    InstantSource clock = tools.clock();
    AccessTokens tokens = new AccessTokens(keys, environments, clients.apps(), tools.ids(), clock);
    Sessions sessions =
        new Sessions(tools.database(), tools.ids(), tools.random(), clock, tools.sealer());
    Grants grants = new Grants(tools.database(), tools.ids(), tools.random(), clock, standing);
    UserTokens userTokens = new UserTokens(keys, environments);
    ClientAuthentication authentication = new ClientAuthentication(clients, clock);
    MachineTokens machines = new MachineTokens(keys, tools.ids(), clock);
    var presented = new PresentedToken.Reader(environments, keys, tokens, clock);
    Stream<ClientCall> calls =
        Stream.of(
            new TokenRequest(
                List.of(
                    new AuthorizationCodeGrant(grants, userTokens),
                    new RefreshTokenGrant(grants, userTokens),
                    new ClientCredentialsGrant(tokens)),
                machines),
            new Introspection(presented, grants),
            new Revocation(presented, grants));
    Stream<HttpServiceWithRoutes> open =
        Stream.of(
            new UserInfoEndpoint(environments, keys, grants, clock),
            new DiscoveryEndpoint(environments, keys));
    return new BackChannel(
        tokens,
        new AuthorizationCodes(tools.random(), clock),
        sessions,
        new IdTokenHints(keys, environments),
        Stream.concat(
                calls.map(call -> new ClientEndpoint(environments, authentication, call)), open)
            .toList(),
        new Sweep(tools.database(), clock));
  }
}
