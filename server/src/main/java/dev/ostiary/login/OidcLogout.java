package dev.ostiary.login;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.CookieBuilder;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.protocol.oidc.LogoutRequest;
import dev.ostiary.token.Session;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way to an OpenID provider and back that signs a browser out there as well (OpenID Connect
/// RP-Initiated Logout 1.0). By the time it begins the browser's session here has ended, so a
/// provider that is away, or never sends the browser back, keeps nobody signed in.
final class OidcLogout {
  private static final String COOKIE = "logout";

  private final Connections connections;
  private final Sealer sealer;
  private final RandomText random;
  private final InstantSource clock;

  OidcLogout(Connections connections, Sealer sealer, RandomText random, InstantSource clock) {
    this.connections = connections;
    this.sealer = sealer;
    this.random = random;
    this.clock = clock;
  }

  /// Sends the browser there, if the connection wants that and its provider can do it.
  ///
  /// @param ended the session that the browser had
  /// @param idToken that the provider issued for it
  /// @param target where the app wants the browser to go afterwards; null for nowhere
  Optional<Reply> depart(
      Environment environment, Session ended, @Nullable Secret idToken, @Nullable String target) {
    return connections
        .find(environment.id(), ended.identity().connection())
        .flatMap(connection -> request(environment, connection, idToken))
        .map(request -> {
          Secret kept =
              new PendingLogout(
                      new Secret(request.state()), target, clock.instant().plus(PendingLogout.LIFE))
                  .seal(sealer, place(environment, ended.identity().connection()));
          return Reply.of(new NextStep.Redirect(request.url()))
              .with(
                  cookie(environment, kept.reveal())
                      .maxAge(PendingLogout.LIFE.toSeconds())
                      .build());
        });
  }

  private Optional<LogoutRequest> request(
      Environment environment, Connection connection, @Nullable Secret idToken) {
    return connection.config() instanceof OidcConfig config
            && config.idpLogoutRequired()
            && config.endSessionUri() != null
            && config.clientId() != null
        ? Optional.of(
            new LogoutRequest(
                config.endSessionUri(),
                config.clientId(),
                idToken,
                SpUrls.of(environment.url(), connection).postLogoutCallback(),
                random.token().reveal()))
        : Optional.empty();
  }

  /// Receives a browser that comes back, once.
  ///
  /// @param connection whose address it came to
  /// @throws LoginRefusal when no sign-out of this browser led there
  Reply arrive(Visit visit, ConnectionId connection) {
    Environment environment = visit.environment();
    PendingLogout pending =
        Optional.ofNullable(visit.cookies().get(name(environment)))
            .flatMap(sealed ->
                PendingLogout.open(
                    sealer, place(environment, connection), new Secret(sealed), clock.instant()))
            .filter(kept -> isAnswer(visit.parameters(), kept))
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_request,
                    "You are signed out here. This answer does not belong to a sign-out that"
                        + " began in this browser."));
    NextStep next =
        pending.target() == null ? LogoutPages.done() : new NextStep.Redirect(pending.target());
    return Reply.of(next).with(cookie(environment, "").maxAge(0).build());
  }

  private static boolean isAnswer(Parameters answer, PendingLogout kept) {
    return answer
        .find("state")
        .filter(state ->
            Digests.equal(
                state.getBytes(StandardCharsets.UTF_8),
                kept.state().reveal().getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  private static String place(Environment environment, ConnectionId connection) {
    return "logout/" + environment.id().number() + "/" + connection;
  }

  /// `Lax`: providers send browsers back with GET. One at a time, since signing out ends everything
  /// in the browser.
  private static CookieBuilder cookie(Environment environment, String value) {
    return Cookie.secureBuilder(name(environment), value)
        .secure(isSecure(environment))
        .path("/")
        .sameSite("Lax");
  }

  private static String name(Environment environment) {
    return (isSecure(environment) ? "__Host-" : "") + COOKIE;
  }

  private static boolean isSecure(Environment environment) {
    return environment.url().getScheme().equals("https");
  }
}
