package dev.ostiary.app.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The judge of the crash runs sees what it is there to see.
class AuditTest {
  private static final Subscription ORDERED = Subscription.EVERYTHING;

  private final Ledger ledger = new Ledger();

  private void arrives(Subscription at, String event, boolean accepted) {
    ledger.request(at, event, body(event, "org_1"), accepted);
  }

  private static byte[] body(String event, String organization) {
    var payload =
        Json.object()
            .put("id", event)
            .put("type", "organization.updated")
            .put("organization_id", organization);
    payload.putObject("data").put("id", organization).put("display_name", event);
    return Json.bytes(payload);
  }

  @Test
  void eventsInOrderAndARepeatOfTheLastAreFine() {
    arrives(ORDERED, "evt_1", false);
    arrives(ORDERED, "evt_1", true);
    arrives(ORDERED, "evt_1", true);
    arrives(ORDERED, "evt_2", true);

    assertThat(ledger.broken()).isEmpty();
    assertThat(ledger.repeats()).isEqualTo(1);
  }

  @Test
  void anEventThatOvertakesAFailedOneIsSeen() {
    arrives(ORDERED, "evt_1", false);
    arrives(ORDERED, "evt_2", true);

    assertThat(ledger.broken()).singleElement().asString().contains("evt_2 overtook evt_1");
  }

  @Test
  void anEndpointWithoutOrderMayOvertake() {
    arrives(Subscription.UNORDERED, "evt_1", false);
    arrives(Subscription.UNORDERED, "evt_2", true);

    assertThat(ledger.broken()).isEmpty();
  }

  @Test
  void aRepeatOutOfTurnIsSeen() {
    arrives(ORDERED, "evt_1", true);
    arrives(ORDERED, "evt_2", true);
    arrives(ORDERED, "evt_1", true);

    assertThat(ledger.broken()).singleElement().asString().contains("evt_1 came again");
  }

  @Test
  void aRepeatWithOtherBytesIsSeen() {
    arrives(ORDERED, "evt_1", true);
    ledger.request(ORDERED, "evt_1", body("evt_1", "org_2"), true);

    assertThat(ledger.broken()).singleElement().asString().contains("two different bodies");
  }

  @Test
  void anEventOfNobodyIsInventedAndOneThatAnEndpointMissedIsLost() {
    arrives(ORDERED, "evt_1", true);

    assertThat(new Audit(ledger).check(List.of()))
        .anySatisfy(promise -> assertThat(promise).contains("org_1 was never created"))
        .anySatisfy(promise -> assertThat(promise).startsWith("UNORDERED, org_1: expected"));
  }
}
