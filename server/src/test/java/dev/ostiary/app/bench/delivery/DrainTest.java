package dev.ostiary.app.bench.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.platform.outbound.OutboundClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A backlog that is put into the log by one statement must be what appending would have made.
class DrainTest {
  private static final AddressPolicy LOOPBACK =
      new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);

  @Test
  void aBacklogIsDeliveredToEveryEndpointAndEachDeliveryIsRecordedOnce() {
    try (ScratchDatabase scratch = new ScratchDatabase(null, line -> {});
        OutboundClient client = OutboundClient.start(LOOPBACK, "Ostiary-Test", List.of());
        Sink sink = new Sink()) {
      Drain drain = new Drain(scratch, client, sink, done -> {});

      Meter.Cost cost = drain.all("test", 2, 3_000);

      assertThat(sink.received()).isEqualTo(3_000);
      assertThat(cost.walBytes()).isPositive();
    }
  }
}
