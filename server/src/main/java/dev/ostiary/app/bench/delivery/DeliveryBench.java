package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.command.Console;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.Cidr;
import dev.ostiary.platform.outbound.OutboundClient;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures delivery and what bounds it in one run.
@Command(
    name = "delivery",
    description = {
      "Measure webhook delivery next to what the database and the HTTP client can do at best.",
      "Starts a PostgreSQL of its own, synced to disk as in production, and removes it afterwards.",
      "The receiver is a thread of the same process, without an HTTP library; its own limit is",
      "measured too. Exit code 0: measured, whether or not a bar is met."
    },
    mixinStandardHelpOptions = true)
public final class DeliveryBench implements Callable<Integer> {
  private static final int SLOW = 200;
  private static final int FAST = 5_000;
  private static final int MANY_ENDPOINTS = 100;

  /// Enough for the compiler to have seen the hot code.
  private static final int WARM_UP = 30_000;

  @Option(
      names = "--events",
      defaultValue = "100000",
      paramLabel = "N",
      description = "Deliveries per drain (default: ${DEFAULT-VALUE}).")
  private long events = 100_000;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      paramLabel = "N",
      description = "How long each live load lasts (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "Where the database is made; choose a real disk.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Print the result as JSON; progress goes to stderr.")
  private boolean json;

  private final Report report = new Report();
  private Console console = Console.system();

  @Override
  public Integer call() {
    console = json ? Console.aside() : Console.system();
    say("starting PostgreSQL");
    AddressPolicy loopback =
        new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List.of());
    try (ScratchDatabase scratch = new ScratchDatabase(folder, this::say);
        OutboundClient client = OutboundClient.start(loopback, "Ostiary", List.of());
        Sink sink = new Sink()) {
      describe(scratch);
      measure(scratch, client, sink);
    }
    if (json) {
      Console.system().line(Json.pretty(report.json()));
    } else {
      report.print(console);
    }
    return 0;
  }

  private void describe(ScratchDatabase scratch) {
    report.setting(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " processors, "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", Java "
            + Runtime.version()
            + String.format(
                Locale.ROOT,
                "; load of others %.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
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
    report.setting("load", events + " deliveries per drain, " + seconds + " s per live load");
  }

  private void measure(ScratchDatabase scratch, OutboundClient client, Sink sink) {
    byte[] body = sampleBody(scratch, client);
    report.setting("body", body.length + " bytes");
    Ceiling ceiling = new Ceiling(Duration.ofSeconds(3), this::count);
    show("fsync", "syncs of one page", ceiling.syncs(scratch.folder().path()), "/s");
    show("commits_1", "commits of one row, 1 thread", ceiling.commits(scratch.database(), 1), "/s");
    double commits =
        show(
            "commits_16",
            "commits of one row, 16 threads",
            ceiling.commits(scratch.database(), 16),
            "/s");
    double limit = show("sink", "the receiver alone", ceiling.sink(sink.port(), body), "/s");
    double posts =
        show("posts", "raw POSTs, 64 under way", ceiling.warmPosts(client, sink.url(), body), "/s");
    report.atLeast("the receiver alone / raw POSTs (it must not be measured)", limit / posts, 1.5);

    Drain drain = new Drain(scratch, client, sink, this::count);
    drain.run("warm-up", 1, Math.min(events, WARM_UP));
    Drain.Outcome one = drain.run("one", 1, events);
    double appends = show("appends", "appended events, 16 threads", one.appendsPerSecond(), "/s");
    report.atLeast("appended events / commits of one row", appends / commits, 0.5);
    show("drain_1", "backlog", 1, one, posts);
    show("drain_100", "backlog", MANY_ENDPOINTS, drain.run("many", MANY_ENDPOINTS, events), posts);
    live(scratch, client, sink);
  }

  private static byte[] sampleBody(ScratchDatabase scratch, OutboundClient client) {
    try (Engine engine = new Engine(scratch.database(), client, "sample")) {
      return engine.append(0, Engine.nextId(), () -> {}).payload();
    }
  }

  private void show(String key, String what, int endpoints, Drain.Outcome outcome, double posts) {
    String label = what + ", " + endpoints + (endpoints == 1 ? " endpoint: " : " endpoints: ");
    show(key, label + "deliveries", outcome.perSecond(), "/s");
    show(key + "_wal", label + "WAL", outcome.walBytes(), "bytes each");
    show(key + "_postgres", label + "PostgreSQL", outcome.postgresMicros(), "µs CPU each");
    show(key + "_app", label + "this process", outcome.appMicros(), "µs CPU each");
    report.atLeast(label + "deliveries / raw POSTs", outcome.perSecond() / posts, 0.6);
    report.atMost(label + "PostgreSQL's CPU per delivery", outcome.postgresMicros(), 6, "µs");
    report.atMost(label + "WAL per delivery", outcome.walBytes(), 200, "bytes");
  }

  private void live(ScratchDatabase scratch, OutboundClient client, Sink sink) {
    try (Engine engine = new Engine(scratch.database(), client, "live")) {
      engine.endpoints(1, sink.url());
      engine.start();
      for (int rate : new int[] {SLOW, FAST}) {
        LiveLoad load = new LiveLoad(engine, sink, this::count);
        LiveLoad.Outcome outcome = load.run(rate, Duration.ofSeconds(seconds));
        show("live_" + rate + "_commit", rate + "/s, commit → arrival", outcome.fromCommit());
        show("live_" + rate + "_schedule", rate + "/s, schedule → arrival", outcome.fromSchedule());
        report.atMost(
            rate + " events/s, commit → arrival, median", outcome.fromCommit().p50(), 1, "ms");
        report.atMost(
            rate + " events/s, commit → arrival, 99 %", outcome.fromCommit().p99(), 6, "ms");
      }
    }
  }

  private void show(String key, String label, LiveLoad.Latencies latencies) {
    show(key + "_p50", label + ", median", latencies.p50(), "ms");
    show(key + "_p99", label + ", 99 %", latencies.p99(), "ms");
    show(key + "_max", label + ", slowest", latencies.max(), "ms");
  }

  private double show(String key, String label, double value, String unit) {
    console.line(report.text(report.add(key, label, value, unit)));
    return value;
  }

  private void say(String text) {
    console.line(console.dim("· " + text));
  }

  private void count(long done) {
    console.status("· " + done);
  }
}
