package dev.ostiary.platform.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The unpacked programs, and the way to run them: under the account, with no environment of ours
/// (it holds secrets), complaining into the log.
///
/// @param home named after the version, e.g. `pgsql-18.6-0123456789ab`
record PostgresBinaries(Path home, RunAs runAs, PostgresLog log) {
  static final String PREFIX = "pgsql-";

  private static final Pattern VERSION = Pattern.compile("\\b(\\d+)\\.\\d+");

  /// Creating a database takes half a second; a disk that needs longer than this is broken.
  private static final int TOOL_TIMEOUT_SECONDS = 120;

  String version() {
    return match(home.getFileName().toString()).group();
  }

  int major() {
    return Integer.parseInt(match(home.getFileName().toString()).group(1));
  }

  Path postgres() {
    return program("postgres");
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /// Works before the folder has its name, and proves that the programs run on this machine.
  String askVersion() {
    try {
      Process process = builder(runAs.command(List.of(postgres().toString(), "--version"))).start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return match(answer).group();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Matcher match(String text) {
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.find()) {
      throw new PostgresFailure(
          "%s does not run on this machine; %s".formatted(postgres(), log.tail()));
    }
    return matcher;
  }

  /// Runs a program to its end and tells whether it succeeded.
  ///
  /// @param input what it reads; a place for what must not be seen in the list of processes
  boolean run(List<String> command, String input) {
    try {
      Process process = builder(runAs.command(command)).redirectOutput(Redirect.DISCARD).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended before it read everything; its exit code tells.
      }
      if (!process.waitFor(TOOL_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Starts the server as our child, yet in a session of its own: a Ctrl-C in our terminal is for
  /// us, and we still need the database to end well.
  Process start(List<String> command) {
    try {
      return builder(runAs.detached(command))
          .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(log.redirect())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Java itself knows TERM and KILL only; to PostgreSQL, INT means stop now and QUIT stop at once.
  boolean signal(long pid, String signal) {
    return run(List.of(program("pg_ctl").toString(), "kill", signal, Long.toString(pid)), "");
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    return builder.directory(home.resolveSibling("").toFile()).redirectError(log.redirect());
  }
}
