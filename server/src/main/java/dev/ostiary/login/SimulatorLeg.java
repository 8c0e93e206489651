package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.environment.Environment;
import java.util.LinkedHashMap;
import java.util.Map;

/// The way to the simulator: a page of ours in place of an identity provider's. Everything before
/// and behind it is the real thing.
final class SimulatorLeg implements Leg {
  static final String PATH = "/sso/v1/simulator/";

  @Override
  public Departure depart(
      Environment environment, Connection connection, Handshake handshake, Wishes wishes) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("handle", handshake.handle());
    if (wishes.loginHint() != null) {
      parameters.put("login_hint", wishes.loginHint());
    }
    String page = environment.url() + PATH + connection.id();
    return new Departure(
        new NextStep.Redirect(AppAnswer.withQuery(page, parameters)), Map.of("simulator", page));
  }
}
