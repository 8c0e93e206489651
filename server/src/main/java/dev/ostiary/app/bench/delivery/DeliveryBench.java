package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.bench.measure.BenchOptions;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.app.command.Console;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.platform.outbound.OutboundClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures delivery and what bounds it in one run.
@Command(
    name = "delivery",
    description = {
      "Measure webhook delivery beside its limits and beside what others would write.",
      "The limits are those of the database and the HTTP client; the others are a table with skip",
      "locked, and db-scheduler.",
      "Starts a PostgreSQL of its own, synced to disk as in production, and removes it afterwards.",
      "The receiver is a thread of the same process, without an HTTP library; its own limit is",
      "measured too. Exit code 0: measured, whether or not a bar is met."
    },
    mixinStandardHelpOptions = true)
public final class DeliveryBench implements Callable<Integer> {
  private static final long FULL_BACKLOG = 10_000_000;
  private static final int FULL_ENDPOINTS = 10_000;

  @Option(
      names = "--events",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Deliveries per drain (default: ${DEFAULT-VALUE}).")
  private long events = 100_000;

  @Option(
      names = "--backlog",
      defaultValue = "300000",
      paramLabel = "N",
      description = "Events behind those that are drained (default: ${DEFAULT-VALUE}).")
  private long backlog = 300_000;

  @Option(
      names = "--endpoints",
      defaultValue = "1000",
      paramLabel = "N",
      description = "The most endpoints (default: ${DEFAULT-VALUE}).")
  private int endpoints = 1_000;

  @Option(
      names = "--full",
      description = "10 million events behind and 10 000 endpoints; takes 20 GB of disk.")
  private boolean full;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      paramLabel = "N",
      description = "How long each live load lasts (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Override
  public Integer call() {
    Console console = options.console();
    Report report = new Report();
    DeliveryRun.Size size =
        new DeliveryRun.Size(
            events,
            full ? FULL_BACKLOG : backlog,
            full ? FULL_ENDPOINTS : endpoints,
            Duration.ofSeconds(seconds));
    AddressPolicy loopback =
        new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);
    try (ScratchDatabase scratch = options.database(console);
        OutboundClient client = OutboundClient.start(loopback, "Ostiary", List.of());
        Sink sink = new Sink()) {
      describe(report, scratch, size);
      new DeliveryRun(scratch, client, sink, report, console).run(size);
    }
    options.print(report, console);
    return 0;
  }

  private void describe(Report report, ScratchDatabase scratch, DeliveryRun.Size size) {
    report.machine();
    report.setting(
        "database",
        "PostgreSQL "
            + scratch.version()
            + ", fsync on, in "
            + scratch.folder().path()
            + " ("
            + scratch.folder().fileSystem()
            + ")");
    report.setting("receiver", "one thread in the same process");
    report.setting(
        "size",
        size.deliveries()
            + " deliveries per drain, "
            + size.backlog()
            + " events behind, up to "
            + size.endpoints()
            + " endpoints, "
            + seconds
            + " s per live load");
  }
}
