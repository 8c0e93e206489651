package dev.ostiary.app.bench.login;

import dev.ostiary.app.bench.measure.BenchOptions;
import dev.ostiary.app.bench.measure.Callers;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.bench.measure.ScratchDatabase;
import dev.ostiary.app.bench.measure.ServerChild;
import dev.ostiary.app.command.Console;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures what a sign-in costs a server of its own.
@Command(
    name = "login",
    description = {
      "Measure sign-ins through OpenID Connect and SAML beside their signatures alone.",
      "People sign in from the app's request to its tokens. Their identity providers are in this",
      "process and really sign; the processor time is the server's.",
      "Starts a server and a PostgreSQL of its own and removes them afterwards."
    },
    mixinStandardHelpOptions = true)
public final class LoginBench implements Callable<Integer> {
  @Option(
      names = "--people",
      defaultValue = "8",
      paramLabel = "N",
      description = "How many sign in at the same time (default: ${DEFAULT-VALUE}).")
  private int people = 8;

  @Option(
      names = "--warm-up",
      defaultValue = "3000",
      paramLabel = "N",
      description =
          "Sign-ins through each protocol that do not count, for the compiler to be done"
              + " (default: ${DEFAULT-VALUE}).")
  private int warmUp = 3000;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      paramLabel = "N",
      description =
          "How long they sign in through each protocol after that (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Override
  public Integer call() {
    Console console = options.console();
    Report report = new Report();
    report.machine();
    report.setting("people", people + " at the same time, in another process on the same machine");
    report.setting("warm-up", warmUp + " sign-ins through each protocol");
    try (ScratchDatabase scratch = options.database(console);
        ServerChild server = scratch.server();
        OpenIdProvider openId = new OpenIdProvider()) {
      report.setting("database", "PostgreSQL " + scratch.version() + ", fsync on");
      server.launch();
      SignIns signIns =
          SignIns.prepare(server.api(server.awaitReady()), openId, new SamlProvider());
      Callers callers = new Callers(people, done -> console.status("· " + done));
      new LoginRun(server, scratch, callers, report, console)
          .run(signIns, warmUp, Duration.ofSeconds(seconds));
    }
    options.print(report, console);
    return 0;
  }
}
