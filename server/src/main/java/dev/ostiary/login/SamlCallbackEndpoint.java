package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.Environment;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The assertion consumer service: `/sso/v1/saml/{connection}/callback`. A connection's messages
/// arrive at its own address and are judged by its own keys; nothing in a message chooses either.
final class SamlCallbackEndpoint implements BrowserEndpoint {
  private static final String RESPONSE = "SAMLResponse";
  private static final String RELAY_STATE = "RelayState";

  private final Arrivals arrivals;
  private final SamlJudge judge;
  private final Connections connections;
  private final LoginAttempts attempts;
  private final HandOvers handOvers;

  SamlCallbackEndpoint(
      Arrivals arrivals,
      SamlJudge judge,
      Connections connections,
      LoginAttempts attempts,
      HandOvers handOvers) {
    this.arrivals = arrivals;
    this.judge = judge;
    this.connections = connections;
    this.attempts = attempts;
    this.handOvers = handOvers;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder()
            .methods(HttpMethod.POST)
            .path("/sso/v1/saml/{connection}/callback")
            .build());
  }

  @Override
  public Reply serve(Visit visit) {
    Parameters form = visit.parameters();
    boolean repeated = form.repeated().contains(RESPONSE) || form.repeated().contains(RELAY_STATE);
    if (repeated || form.excessive()) {
      throw malformed();
    }
    String response = form.find(RESPONSE).orElseThrow(SamlCallbackEndpoint::malformed);
    Optional<String> relayState = form.find(RELAY_STATE);
    boolean answers = relayState.flatMap(Handshake::attemptOf).isPresent();
    return answers
        ? answer(visit, relayState.get(), response)
        : unsolicited(visit, relayState.orElse(null), response);
  }

  private static LoginRefusal malformed() {
    return new LoginRefusal(
        LoginError.invalid_saml_form_params,
        "expected a form with one SAMLResponse, and one RelayState at the most");
  }

  private Reply answer(Visit visit, String handle, String response) {
    String address =
        new SpUrls(
                visit.environment().url()
                    + "/sso/v1/saml/"
                    + Objects.requireNonNull(visit.connection()))
            .callback();
    Optional<NextStep> again = Repost.of(visit, handle, address);
    return again
        .map(Reply::of)
        .orElseGet(() ->
            arrivals.receive(
                visit,
                handle,
                (login, connection, handshake, steps) ->
                    judge.answer(
                        new SamlParties(visit.environment(), connection),
                        login,
                        handshake,
                        response,
                        steps)));
  }

  /// Somebody began at the identity provider. The app is told and begins anew; nobody is signed in
  /// by a message that nobody here asked for.
  private Reply unsolicited(Visit visit, @Nullable String relayState, String response) {
    Environment environment = visit.environment();
    Connection connection = usable(visit);
    var parties = new SamlParties(environment, connection);
    if (!parties.config().allowIdpInitiatedLogin()) {
      throw new LoginRefusal(
          LoginError.invalid_saml_response,
          "This answer does not belong to a sign-in that began in this browser.");
    }
    Steps steps = attempts.steps().add("begun at the identity provider");
    try {
      ProviderProfile profile = judge.unsolicited(parties, response, steps);
      String email =
          new AttributeMapping(connection, address -> false).identity(profile).profile().email();
      return Reply.of(handOvers.toApp(environment, connection, email, relayState, steps));
    } catch (RejectedAnswer rejection) {
      return Reply.refusal(handOvers.refuse(environment, connection, rejection, steps));
    }
  }

  private Connection usable(Visit visit) {
    return connections
        .find(visit.environment().id(), Objects.requireNonNull(visit.connection()))
        .filter(connection -> connection.type() == ConnectionType.SAML)
        .filter(connection -> ConnectionChooser.isUsable(connection, false))
        .orElseThrow(() ->
            new LoginRefusal(
                LoginError.connection_not_active,
                "There is no such connection here, or it is not enabled."));
  }
}
