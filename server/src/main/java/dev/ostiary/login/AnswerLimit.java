package dev.ostiary.login;

import com.linecorp.armeria.server.Route;
import dev.ostiary.platform.FailedTries;
import dev.ostiary.platform.FailedTries.Allowance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/// Limits how often messages of identity providers are brought to connections and are not accepted:
/// whoever brings one after the other is not heard for a while, on this node, and leaves no records
/// meanwhile. Those that are accepted are not counted, however many come at nine o'clock.
final class AnswerLimit {
  /// A company's people come from one address, and when its provider signs with a certificate that
  /// is not known here, every answer is a bad one; a hundred records suffice to see why.
  private static final Allowance PER_ADDRESS = new Allowance(100, 1);

  /// To one connection, from everywhere. Whoever changes a captured message to learn something from
  /// the answers needs more; beyond these each address has the few tries below.
  private static final Allowance PER_CONNECTION = new Allowance(500, 5);

  /// Enough for a person who reloads the page, and tries once more after a mistake.
  private static final Allowance WHILE_FLOODED = new Allowance(5, 0.05);

  private final FailedTries tries;

  AnswerLimit(InstantSource clock) {
    tries = new FailedTries(PER_ADDRESS, PER_CONNECTION, WHILE_FLOODED, clock);
  }

  /// Stands before a door where such messages arrive; what is counted is so for all doors together.
  BrowserEndpoint at(BrowserEndpoint door) {
    return new BrowserEndpoint() {
      @Override
      public Set<Route> routes() {
        return door.routes();
      }

      @Override
      public Reply serve(Visit visit) {
        String connection = Objects.requireNonNull(visit.connection()).toString();
        Duration wait = tries.wait(visit.from(), connection);
        return wait.isPositive()
            ? Reply.of(LoginPages.later(wait))
            : counted(door, visit, connection);
      }
    };
  }

  private Reply counted(BrowserEndpoint door, Visit visit, String connection) {
    try {
      Reply reply = door.serve(visit);
      if (reply.refuses()) {
        tries.failed(visit.from(), connection);
      }
      return reply;
    } catch (LoginRefusal refusal) {
      tries.failed(visit.from(), connection);
      throw refusal;
    }
  }
}
