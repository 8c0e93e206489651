package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.bench.baseline.Baseline;
import dev.ostiary.app.bench.baseline.DbSchedulerBaseline;
import dev.ostiary.app.bench.baseline.SkipLockedBaseline;
import dev.ostiary.app.bench.measure.Latencies;
import dev.ostiary.app.bench.measure.Load;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.app.command.Console;
import dev.ostiary.platform.outbound.OutboundClient;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// The measurements, one after the other, and the bars they are held against.
final class DeliveryRun {
  private static final Duration CEILING_TIME = Duration.ofSeconds(3);

  /// Enough for the compiler to have seen the hot code.
  private static final int WARM_UP = 30_000;

  private static final int WRITERS = 16;

  private static final int HUNDRED = 100;

  private static final int LIVE_RATE = 200;

  private final ScratchDatabase scratch;
  private final OutboundClient client;
  private final Sink sink;
  private final Report report;
  private final Console console;
  private final LongConsumer progress;

  DeliveryRun(
      ScratchDatabase scratch, OutboundClient client, Sink sink, Report report, Console console) {
    this.scratch = scratch;
    this.client = client;
    this.sink = sink;
    this.report = report;
    this.console = console;
    this.progress = done -> console.status("· " + done);
  }

  /// How large everything is.
  ///
  /// @param deliveries per drain
  /// @param backlog events in the log behind those that are drained
  /// @param endpoints the most there are
  record Size(long deliveries, long backlog, int endpoints, Duration live) {
    /// The baselines are slower by far, and need fewer to show it.
    private long baselineDeliveries() {
      return Math.max(1, deliveries / 5);
    }
  }

  void run(Size size) {
    byte[] body = sampleBody();
    report.setting("body", body.length + " bytes");
    double posts = ceilings(body);
    Drain drain = new Drain(scratch, client, sink, progress);
    drain.all("warm-up", 1, Math.min(size.deliveries(), WARM_UP));
    Meter.Cost one = drains(drain, size, posts);
    baselines(drain, size, body, one);
    for (int rate : new int[] {HUNDRED, 1_000, 5_000}) {
      live(rate, size.live());
    }
    across(size.live());
    neighbors(size.live());
    report.setting("memory of this process at its largest", PeakMemory.text());
  }

  private byte[] sampleBody() {
    try (Engine engine = new Engine(scratch.database(), client, "sample")) {
      return engine.writer().append(0, Engine.nextId(), () -> {}).payload();
    }
  }

  /// What the parts can do, and how fast the log is written.
  private double ceilings(byte[] body) {
    Ceiling ceiling = new Ceiling(CEILING_TIME, progress);
    show("fsync", "syncs of one page", ceiling.syncs(scratch.folder().path()), "/s");
    show("commits_1", "commits of one row, 1 thread", ceiling.commits(scratch.database(), 1), "/s");
    double commits = ceiling.commits(scratch.database(), WRITERS);
    show("commits_16", "commits of one row, 16 threads", commits, "/s");
    double limit = show("sink", "the receiver alone", ceiling.sink(sink.port(), body), "/s");
    double posts = ceiling.warmPosts(client, sink.url(), body);
    show("posts", "raw POSTs, 64 under way", posts, "/s");
    report.atLeast("the receiver alone / raw POSTs (it must not be measured)", limit / posts, 1.5);
    try (Engine engine = new Engine(scratch.database(), client, "appends")) {
      double appends =
          Load.during(
              CEILING_TIME,
              WRITERS,
              () -> engine.writer().append(0, Engine.nextId(), () -> {}),
              progress);
      show("appends_one", "appended events, one organization", appends, "/s");
    }
    return posts;
  }

  private Meter.Cost drains(Drain drain, Size size, double posts) {
    long deliveries = size.deliveries();
    Meter.Cost one = show("drain_1", "1 endpoint", drain.all("one", 1, deliveries));
    Meter.Cost hundred =
        show("drain_100", "100 endpoints", drain.all("hundred", HUNDRED, deliveries));
    Meter.Cost many =
        show(
            "drain_many",
            size.endpoints() + " endpoints",
            drain.all("many", size.endpoints(), Math.max(deliveries, size.endpoints())));
    Meter.Cost beside =
        show(
            "drain_snapshot",
            "1 endpoint, old snapshot",
            scratch.besideAnOldSnapshot(() -> drain.all("snapshot", 1, deliveries)));
    Meter.Cost behind =
        show(
            "drain_backlog",
            "1 endpoint, " + size.backlog() + " behind",
            drain.some("backlog", size.backlog() + deliveries, deliveries));
    report.atLeast("1 endpoint: deliveries / raw POSTs", one.perSecond() / posts, 0.6);
    report.atLeast("100 endpoints: deliveries / raw POSTs", hundred.perSecond() / posts, 0.6);
    report.atMost("1 endpoint: PostgreSQL's CPU per delivery", one.postgresMicros(), 6, "µs");
    report.atMost("1 endpoint: WAL per delivery", one.walBytes(), 200, "bytes");
    report.atLeast("old snapshot / none", beside.perSecond() / one.perSecond(), 0.9);
    report.atLeast("long backlog / short one", behind.perSecond() / one.perSecond(), 0.9);
    report.atLeast("most endpoints / 100", many.perSecond() / hundred.perSecond(), 0.6);
    return one;
  }

  private void baselines(Drain drain, Size size, byte[] body, Meter.Cost one) {
    double tables =
        baseline(
            drain,
            size,
            "skip_locked",
            () -> new SkipLockedBaseline(scratch.config(), sink.url(), body));
    report.atLeast("1 endpoint / a table with skip locked", one.perSecond() / tables, 2.5);
    try {
      double scheduler =
          baseline(
              drain,
              size,
              "db_scheduler",
              () -> new DbSchedulerBaseline(scratch.config(), sink.url(), body));
      report.atLeast("1 endpoint / db-scheduler", one.perSecond() / scheduler, 6);
    } catch (NoClassDefFoundError e) {
      console.line(console.dim("· left out: db-scheduler, which only a build from source brings"));
    }
  }

  private double baseline(Drain drain, Size size, String key, Supplier<Baseline> making) {
    try (Baseline baseline = making.get()) {
      return show(key, baseline.name(), drain.of(baseline, size.baselineDeliveries())).perSecond();
    }
  }

  private void live(int rate, Duration time) {
    try (Engine engine = new Engine(scratch.database(), client, "live-" + rate)) {
      engine.endpoints(1, sink.url());
      engine.start();
      LiveLoad.Outcome outcome = new LiveLoad(engine.writer(), sink, progress).run(rate, time);
      show("live_" + rate + "_commit", rate + "/s, commit → arrival", outcome.fromCommit());
      show("live_" + rate + "_schedule", rate + "/s, schedule → arrival", outcome.fromSchedule());
      report.atMost(rate + "/s, commit → arrival, median", outcome.fromCommit().p50(), 1, "ms");
      report.atMost(rate + "/s, commit → arrival, 99 %", outcome.fromCommit().p99(), 6, "ms");
    }
  }

  /// Events that one node appends and another delivers.
  private void across(Duration time) {
    try (Engine engine = new Engine(scratch.database(), client, "across");
        Writer elsewhere = Writer.elsewhere(scratch.database(), engine.environment())) {
      engine.endpoints(1, sink.url());
      engine.start();
      Latencies latencies =
          new LiveLoad(elsewhere, sink, progress).run(LIVE_RATE, time).fromCommit();
      show("across", LIVE_RATE + "/s from another node", latencies);
      report.atMost(LIVE_RATE + "/s from another node, median", latencies.p50(), 3, "ms");
    }
  }

  /// What a dead and a slow endpoint do to a healthy one of the same app.
  private void neighbors(Duration time) {
    try (Engine engine = new Engine(scratch.database(), client, "neighbors");
        BadReceivers bad = new BadReceivers()) {
      engine.endpoints(1, sink.url());
      engine.start();
      Latencies alone =
          new LiveLoad(engine.writer(), sink, progress).run(LIVE_RATE, time).fromCommit();
      engine.endpoints(1, bad.deadUrl());
      engine.endpoints(1, bad.slowUrl());
      Latencies beside =
          new LiveLoad(engine.writer(), sink, progress).run(LIVE_RATE, time).fromCommit();
      show("alone", "healthy endpoint alone", alone);
      show("beside", "beside a dead and a slow one", beside);
      report.atMost("99 % beside bad neighbors / alone", beside.p99() / alone.p99(), 2, "×");
    }
  }

  private Meter.Cost show(String key, String label, Meter.Cost cost) {
    show(key, label + ": deliveries", cost.perSecond(), "/s");
    show(key + "_wal", label + ": WAL", cost.walBytes(), "bytes each");
    show(key + "_postgres", label + ": PostgreSQL", cost.postgresMicros(), "µs CPU each");
    show(key + "_app", label + ": this process", cost.appMicros(), "µs CPU each");
    return cost;
  }

  private void show(String key, String label, Latencies latencies) {
    show(key + "_p50", label + ", median", latencies.p50(), "ms");
    show(key + "_p99", label + ", 99 %", latencies.p99(), "ms");
    show(key + "_max", label + ", slowest", latencies.max(), "ms");
  }

  private double show(String key, String label, double value, String unit) {
    console.line(report.text(report.add(key, label, value, unit)));
    return value;
  }
}
