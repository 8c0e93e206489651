package dev.ostiary.app.bench.api;

import dev.ostiary.app.bench.measure.BenchOptions;
import dev.ostiary.app.bench.measure.Callers;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.app.bench.measure.ServerChild;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.command.RestClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures the API of a server of its own, through both doors.
@Command(
    name = "api",
    description = {
      "Measure reads and changes over REST and gRPC, with few organizations and with many.",
      "They stand beside what the same server answers when there is nothing to do, and what its",
      "database commits.",
      "Starts a server and a PostgreSQL of its own and removes them afterwards."
    },
    mixinStandardHelpOptions = true)
public final class ApiBench implements Callable<Integer> {
  static final int CALLERS = 16;

  @Option(
      names = "--organizations",
      defaultValue = "10,100000,1000000",
      split = ",",
      paramLabel = "N",
      description = "How many there are, ascending (default: ${DEFAULT-VALUE}).")
  private List<Long> organizations = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "3",
      paramLabel = "N",
      description = "How long each kind of call is made (default: ${DEFAULT-VALUE}).")
  private int seconds = 3;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Override
  public Integer call() {
    Console console = options.console();
    Report report = new Report();
    report.machine();
    report.setting("callers", CALLERS + " in another process on the same machine");
    try (ScratchDatabase scratch = options.database(console);
        ServerChild server = scratch.server()) {
      report.setting("database", "PostgreSQL " + scratch.version() + ", fsync on");
      server.launch();
      RestClient api = server.api(server.awaitReady());
      Callers callers = new Callers(CALLERS, done -> console.status("· " + done));
      List<Door> doors =
          List.of(new RestDoor(server.url(), api.token()), new GrpcDoor(server.url(), api.token()));
      Measures measures = new Measures(callers, report, console, Duration.ofSeconds(seconds));
      new ApiRun(doors, measures, new Customers(scratch.database()), new Toggles(api), report)
          .run(organizations);
    }
    options.print(report, console);
    return 0;
  }
}
