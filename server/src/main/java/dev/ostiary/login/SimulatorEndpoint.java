package dev.ostiary.login;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.platform.Json;
import dev.ostiary.token.Authentication;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The identity provider that everybody has: says of a person what the person wants it to say (wire
/// contract, section 4.9). The GET shows the form, the POST is the provider's answer.
final class SimulatorEndpoint implements BrowserEndpoint {
  private final Arrivals arrivals;
  private final LoginAttempts attempts;
  private final SimulatorSwitch simulator;
  private final InstantSource clock;

  SimulatorEndpoint(
      Arrivals arrivals, LoginAttempts attempts, SimulatorSwitch simulator, InstantSource clock) {
    this.arrivals = arrivals;
    this.attempts = attempts;
    this.simulator = simulator;
    this.clock = clock;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder()
            .methods(HttpMethod.GET, HttpMethod.POST)
            .path(SimulatorLeg.PATH + "{connection}")
            .build());
  }

  @Override
  public Reply serve(Visit visit) {
    if (!simulator.isOn(visit.environment())) {
      throw new LoginRefusal(
          LoginError.connection_not_active,
          "Simulated sign-ins are switched off here (OSTIARY_SIMULATOR).");
    }
    String handle = visit.parameters().find("handle").orElse(null);
    if (visit.isPost()) {
      return arrivals.receive(
          visit, handle, (login, connection, handshake, steps) -> judge(visit, connection, steps));
    }
    return Reply.of(
        Optional.ofNullable(handle)
            .flatMap(visit::handshake)
            .flatMap(handshake -> attempts.find(visit.environment().id(), handshake))
            .map(login -> SimulatorPages.form(login, visit.parameters()))
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_request,
                    "This page belongs to a sign-in that did not begin in this browser.")));
  }

  private ProviderProfile judge(Visit visit, Connection connection, Steps steps) {
    // The attempt may belong to a real provider's connection: it alone may speak for its people.
    if (connection.provider() != ConnectionProvider.IDP_SIMULATOR) {
      throw new RejectedAnswer(
          LoginError.connection_not_active,
          "the simulator answered for a connection that has an identity provider of its own",
          "nothing: only connections of provider IDP_SIMULATOR are simulated");
    }
    switch (visit.parameters().find("outcome").orElse("")) {
      case "sign_in" -> {}
      case "invalid_credentials" ->
          throw simulated(LoginError.access_denied, "the password was wrong");
      case "user_not_found" ->
          throw simulated(LoginError.access_denied, "the provider does not know the person");
      default -> throw simulated(LoginError.server_error, "the provider had an error of its own");
    }
    ObjectNode attributes = attributes(visit.parameters());
    steps.add("the simulator said", "attributes", Json.text(attributes));
    String subject = attributes.path("email").asText("").toLowerCase(Locale.ROOT);
    return new ProviderProfile(
        subject.isEmpty() ? "nobody" : subject,
        attributes,
        new Authentication(clock.instant(), null, List.of("pwd")),
        null,
        null,
        null);
  }

  private static RejectedAnswer simulated(LoginError error, String rule) {
    return new RejectedAnswer(
        error, rule, "nothing: this failure was chosen on the simulator's page");
  }

  /// Groups are divided by commas; custom attributes are lines with `name=value`.
  private static ObjectNode attributes(Parameters form) {
    ObjectNode attributes = Json.object();
    for (String name : List.of("email", "given_name", "family_name")) {
      form.find(name).ifPresent(value -> attributes.put(name, value.strip()));
    }
    List<String> groups =
        form.find("groups").stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .map(String::strip)
            .filter(group -> !group.isEmpty())
            .toList();
    if (!groups.isEmpty()) {
      ArrayNode array = attributes.putArray("groups");
      groups.forEach(array::add);
    }
    form.find("attributes").stream()
        .flatMap(String::lines)
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2 && !pair[0].isBlank())
        .forEach(pair -> attributes.put(pair[0].strip(), pair[1].strip()));
    return attributes;
  }
}
