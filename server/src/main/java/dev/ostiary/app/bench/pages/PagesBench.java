package dev.ostiary.app.bench.pages;

import dev.ostiary.app.bench.measure.BenchOptions;
import dev.ostiary.app.bench.measure.Latencies;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.app.bench.measure.ServerChild;
import dev.ostiary.app.command.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures every page of the dashboard on a server of its own that has very much to show.
@Command(
    name = "pages",
    description = {
      "Measure the time of each page of the dashboard, with many organizations and events.",
      "Starts a server and a PostgreSQL of its own and removes them afterwards."
    },
    mixinStandardHelpOptions = true)
public final class PagesBench implements Callable<Integer> {
  /// What nobody notices as waiting, with room for the network and the browser.
  private static final double BAR_MILLIS = 50;

  @Option(
      names = "--organizations",
      defaultValue = "100000",
      paramLabel = "N",
      description = "How many there are, each with a connection (default: ${DEFAULT-VALUE}).")
  private long organizations;

  @Option(
      names = "--events",
      defaultValue = "1000000",
      paramLabel = "N",
      description =
          "How many there are, each delivered; a third as many sign-ins, too "
              + "(default: ${DEFAULT-VALUE}).")
  private long events;

  @Option(
      names = "--times",
      defaultValue = "100",
      paramLabel = "N",
      description = "How often each page is asked for (default: ${DEFAULT-VALUE}).")
  private int times;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Override
  public Integer call() {
    Console console = options.console();
    Report report = new Report();
    report.machine();
    report.setting("data", organizations + " organizations, " + events + " events");
    try (ScratchDatabase scratch = options.database(console);
        ServerChild server = scratch.server()) {
      report.setting("database", "PostgreSQL " + scratch.version() + ", fsync on");
      server.launch();
      Sample sample = Sample.make(server.api(server.awaitReady()));
      server.stop();
      console.line(console.dim("· filling the database"));
      new Plenty(scratch.database(), organizations, events).fill();
      server.launch();
      Operator operator = new Operator(server.awaitReady().path("login_link").asText());
      sample.pages().forEach((label, path) -> measure(operator, label, path, report, console));
    }
    options.print(report, console);
    return 0;
  }

  private void measure(
      Operator operator, String label, String path, Report report, Console console) {
    operator.times(path, times); // meets code that is not compiled yet, and pages not read yet
    Latencies latencies = operator.times(path, times);
    String key = label.replaceAll("[^a-z]+", "_");
    console.line(report.text(report.add(key, label + ", median", latencies.p50(), "ms")));
    console.line(report.text(report.add(key + "_p99", label + ", 99 %", latencies.p99(), "ms")));
    report.atMost(label + ", median", latencies.p50(), BAR_MILLIS, "ms");
  }
}
