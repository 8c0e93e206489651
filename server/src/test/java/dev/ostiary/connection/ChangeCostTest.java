package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.testing.RoundTripCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a change costs the database: how often its answer is waited for.
class ChangeCostTest {
  /// The connection as it stands, locked; the change, its event and the commit.
  private static final int ROUND_TRIPS = 2;

  private final Scene scene = new Scene(RoundTripCounter.open());

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aToggleItsEventAndTheCommitTravelTogether() throws Exception {
    Connection connection = scene.completed(ConnectionType.OIDC);

    assertThat(RoundTripCounter.during(() -> scene.enable(connection))).isEqualTo(ROUND_TRIPS);
    assertThat(RoundTripCounter.during(() -> scene.disable(connection))).isEqualTo(ROUND_TRIPS);
    assertThat(scene.eventTypes(scene.organization))
        .endsWith("organization.sso_enabled", "organization.sso_disabled");
  }
}
