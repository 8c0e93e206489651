package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.server.Route;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.testing.SettableClock;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How often messages are heard that are not accepted, and that nobody else notices.
class AnswerLimitTest {
  private static final int PER_ADDRESS = 100;
  private static final int PER_CONNECTION = 500;
  private static final int WHILE_FLOODED = 5;

  private static final Environment ENVIRONMENT =
      new Environment(new EnvironmentId(1), "Test", URI.create("http://localhost:8080"));

  private final SettableClock clock = SettableClock.at("2026-03-01T09:00:00Z");
  private final AnswerLimit limit = new AnswerLimit(clock);
  private final BrowserEndpoint refusing = limit.at(door(Reply.refusal(page())));
  private final BrowserEndpoint accepting = limit.at(door(Reply.of(page())));

  private static NextStep page() {
    return PageFrame.page(200, "Judged", "");
  }

  private static BrowserEndpoint door(Reply reply) {
    return new BrowserEndpoint() {
      @Override
      public Set<Route> routes() {
        return Set.of();
      }

      @Override
      public Reply serve(Visit visit) {
        return reply;
      }
    };
  }

  private static Visit visit(String from, int connection) {
    return new Visit(
        ENVIRONMENT,
        false,
        "",
        Parameters.of(""),
        new ConnectionId(connection),
        Map.of(),
        null,
        InetAddress.ofLiteral(from));
  }

  /// The seconds that somebody is told to wait; 0 when the message is heard.
  private static long bring(BrowserEndpoint door, String from, int connection) {
    return door.serve(visit(from, connection)).next() instanceof NextStep.Wait wait
        ? wait.seconds()
        : 0;
  }

  private void fail(String from, int connection, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(bring(refusing, from, connection)).isZero();
    }
  }

  @Test
  void whoBringsOneBadMessageAfterTheOtherIsNotHeardForAWhile() {
    fail("192.0.2.1", 1, PER_ADDRESS);

    assertThat(bring(accepting, "192.0.2.1", 1)).isEqualTo(1);
    assertThat(bring(accepting, "192.0.2.1", 2)).as("nor at another connection").isEqualTo(1);
    assertThat(bring(accepting, "192.0.2.2", 1)).as("somebody else").isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(bring(accepting, "192.0.2.1", 1)).isZero();
  }

  @Test
  void aHomeHasOneAddressHoweverManyItUses() {
    for (int i = 0; i < PER_ADDRESS; i++) {
      assertThat(bring(refusing, "2001:db8::" + Integer.toHexString(i), 1)).isZero();
    }

    assertThat(bring(accepting, "2001:db8::ffff", 1)).isEqualTo(1);
    assertThat(bring(accepting, "2001:db8:0:1::1", 1)).isZero();
  }

  @Test
  void whatIsRefusedOnAPageCountsToo() {
    BrowserEndpoint throwing =
        limit.at(
            new BrowserEndpoint() {
              @Override
              public Set<Route> routes() {
                return Set.of();
              }

              @Override
              public Reply serve(Visit visit) {
                throw new LoginRefusal(LoginError.invalid_request, "no");
              }
            });
    for (int i = 0; i < PER_ADDRESS; i++) {
      assertThatThrownBy(() -> throwing.serve(visit("192.0.2.1", 1)))
          .isInstanceOf(LoginRefusal.class);
    }

    assertThat(bring(throwing, "192.0.2.1", 1)).isEqualTo(1);
  }

  @Test
  void goodMessagesAreNotCounted() {
    for (int i = 0; i <= PER_CONNECTION; i++) {
      assertThat(bring(accepting, "192.0.2.1", 1)).isZero();
    }
  }

  @Test
  void aConnectionThatIsFloodedFromEverywhereStillHearsWhoeverElseComes() {
    for (int i = 0; i < PER_CONNECTION / PER_ADDRESS; i++) {
      fail("192.0.2." + i, 1, PER_ADDRESS);
    }
    fail("192.0.2.100", 1, WHILE_FLOODED);

    assertThat(bring(refusing, "192.0.2.100", 1)).isEqualTo(20);
    assertThat(bring(refusing, "192.0.2.100", 2)).as("at another connection").isZero();
    assertThat(bring(accepting, "192.0.2.101", 1)).as("somebody else, at the same").isZero();
  }
}
