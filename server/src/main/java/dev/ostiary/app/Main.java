package dev.ostiary.app;

import dev.ostiary.app.bench.Bench;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.tour.Tour;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.DatabaseUnavailable;
import dev.ostiary.platform.postgres.PostgresFailure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The command line: `ostiary COMMAND`.
@Command(
    name = "ostiary",
    description = {"Enterprise SSO for your app, and a webhook for every change of it.", ""},
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      Up.class,
      Tour.class,
      Bench.class,
      Doctor.class,
      LoginLinkCommand.class,
      RotateMasterKey.class,
      RotateSamlKey.class,
      RotateSigningKey.class,
      Main.TestSuite.class
    },
    footer = {"", "Settings are environment variables: docs/configuration.md."})
public final class Main {
  /// Exit codes, after sysexits.h.
  static final int EXIT_UNAVAILABLE = 69;

  static final int EXIT_CONFIG = 78;

  /// As wide as a terminal may be taken to be.
  private static final int HELP_WIDTH = 100;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setUsageHelpWidth(HELP_WIDTH);
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> explain(failure, command.getErr()));
    return commandLine;
  }

  /// What a person can act on is said in a line; anything else is a fault of ours and shown in
  /// full.
  private static int explain(Exception failure, PrintWriter err) {
    return switch (failure) {
      case Config.Faulty faulty -> {
        err.println("ostiary: the configuration cannot be used:");
        faulty.faults().forEach(line -> err.println("  " + line));
        yield EXIT_CONFIG;
      }
      case Problem problem -> {
        err.println("ostiary: " + problem.getMessage());
        yield CommandLine.ExitCode.SOFTWARE;
      }
      case PostgresFailure postgres -> {
        err.println("ostiary: " + postgres.getMessage());
        yield EXIT_UNAVAILABLE;
      }
      case DatabaseUnavailable database -> {
        err.println(
            "ostiary: " + database.getMessage() + ": " + CommandFailed.rootMessage(database));
        yield EXIT_UNAVAILABLE;
      }
      case CommandFailed failed -> {
        err.println("ostiary: " + failed.getMessage());
        yield EXIT_UNAVAILABLE;
      }
      default -> {
        failure.printStackTrace(err);
        yield CommandLine.ExitCode.SOFTWARE;
      }
    };
  }

  /// Here for the list of commands: the launcher, which has the sources, runs the tests itself.
  @Command(
      name = "test",
      description = "Run the whole test suite: ./mvnw verify, which takes further arguments.")
  static final class TestSuite implements Runnable {
    @Override
    public void run() {
      throw new CommandFailed("tests are run from the sources, by ./ostiary test");
    }
  }

  /// The version that the jar was built as.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"ostiary " + (version == null ? "development" : version)};
    }
  }
}
