package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environment;
import dev.ostiary.token.HandOverTokens;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands a sign-in that began at an identity provider to the app (wire contract, section 3.7). The
/// app begins one of its own; from here nobody is signed in, so that a stranger's answer, planted
/// in somebody's browser, leads nowhere.
final class HandOvers {
  private final ApiClients clients;
  private final LoginAttempts attempts;
  private final HandOverTokens tokens;

  HandOvers(ApiClients clients, LoginAttempts attempts, HandOverTokens tokens) {
    this.clients = clients;
    this.attempts = attempts;
    this.tokens = tokens;
  }

  /// @param loginHint whom the provider means
  /// @param relayState where in the app it wants to go; left out unless the app has registered it
  /// @throws LoginRefusal when no app has said where it starts sign-ins
  NextStep toApp(
      Environment environment,
      Connection connection,
      @Nullable String loginHint,
      @Nullable String relayState,
      Steps steps) {
    ApiClient app = app(environment);
    boolean registered =
        relayState != null && app.settings().uris().allowsLogin(relayState, Map.of());
    String token =
        tokens.issue(
            environment,
            connection.organization(),
            connection.id(),
            loginHint,
            registered ? relayState : null);
    steps.add("handed over to the app", "client", app.id().toString());
    keep(environment, app, connection, loginHint, null, steps);
    return redirect(app, Map.of("idp_initiated_login", token));
  }

  /// Tells the app that a sign-in that began at the provider went wrong.
  NextStep refuse(
      Environment environment, Connection connection, RejectedAnswer rejection, Steps steps) {
    ApiClient app = app(environment);
    steps.add("refused", rejection.facts());
    keep(environment, app, connection, null, rejection.failure(), steps);
    return redirect(
        app, Map.of("error", rejection.error().name(), "error_description", rejection.rule()));
  }

  /// The oldest that has registered where it starts sign-ins.
  private ApiClient app(Environment environment) {
    return clients.list(environment.id()).stream()
        .filter(client -> client.settings().uris().initiateLogin() != null)
        .findFirst()
        .orElseThrow(() ->
            new LoginRefusal(
                LoginError.invalid_request,
                "No app has registered where it starts sign-ins (initiate_login_uri). Go to the"
                    + " app and sign in there."));
  }

  private static NextStep redirect(ApiClient app, Map<String, String> parameters) {
    String start = Objects.requireNonNull(app.settings().uris().initiateLogin());
    return new NextStep.Redirect(AppAnswer.withQuery(start, parameters));
  }

  private void keep(
      Environment environment,
      ApiClient app,
      Connection connection,
      @Nullable String email,
      Login.@Nullable Failure failure,
      Steps steps) {
    attempts.keep(
        new Login(
            environment.id(),
            attempts.nextId(),
            Purpose.PROVIDER,
            failure == null ? LoginStatus.SUCCESS : LoginStatus.FAILURE,
            app.id(),
            null,
            LoginTarget.of(connection),
            email,
            steps.taken(),
            null,
            failure,
            attempts.now(),
            attempts.now()));
  }
}
