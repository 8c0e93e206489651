package dev.ostiary.app.bench.crash;

import dev.ostiary.app.bench.measure.BenchOptions;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.command.ScratchFolder;
import dev.ostiary.platform.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Kills a server of its own again and again, and checks what that did to the webhooks.
@Command(
    name = "crash",
    description = {
      "Kill a server at random moments and see whether its webhooks keep their promises.",
      "It is used over its API and killed (SIGKILL), and its PostgreSQL too, while the receiver",
      "fails, answers late or refuses connections, and the network before it delays, swallows or",
      "cuts what passes. At the end compare: every acknowledged change told and in order",
      "at every endpoint, every other one wholly or not at all, repeats only of a lane's last event.",
      "Exit code 1: a promise was broken; what the server said is kept then."
    },
    mixinStandardHelpOptions = true)
public final class CrashBench implements Callable<Integer> {
  @Option(
      names = "--cycles",
      defaultValue = "20",
      paramLabel = "N",
      description = "How often something is killed (default: ${DEFAULT-VALUE}).")
  private int cycles = 20;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Chooses what happens when, as far as chance is ours (default: the time).")
  private @Nullable Long seed;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Override
  public Integer call() throws InterruptedException {
    Console console = options.console();
    long chosen = seed == null ? System.currentTimeMillis() : seed;
    ScratchFolder folder = ScratchFolder.in(options.folder());
    console.line(console.dim("· seed " + chosen + ", data in " + folder.path()));
    CrashReport report =
        new CrashRun(chosen, folder.path(), line -> console.line(console.dim("· " + line)))
            .run(cycles);
    Console.system().line(options.json() ? Json.pretty(report.json()) : report.markdown());
    if (report.broken().isEmpty()) {
      folder.close();
      return 0;
    }
    console.line(console.red("broken; everything is kept in " + folder.path()));
    return 1;
  }
}
