package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.environment.Environment;
import java.util.Map;

/// The way to an identity provider by one protocol. The way back is an endpoint of its own, which
/// hands what it finds to {@link Arrivals}.
interface Leg {
  /// How a browser gets there.
  ///
  /// @param facts of the request, for the record
  record Departure(NextStep next, Map<String, String> facts) {}

  /// Makes the request. Everything in it that must not be guessed comes from the handshake.
  ///
  /// @param connection one that is usable
  Departure depart(
      Environment environment, Connection connection, Handshake handshake, Wishes wishes);
}
