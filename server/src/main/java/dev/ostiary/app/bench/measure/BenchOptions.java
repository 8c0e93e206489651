package dev.ostiary.app.bench.measure;

import dev.ostiary.app.command.Console;
import dev.ostiary.platform.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every measurement lets one choose: where its data are made, and for whom it prints.
public final class BenchOptions {
  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "Where the data are made; choose a real disk.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Print the result as JSON; progress goes to stderr.")
  private boolean json;

  /// Null for the system's choice.
  public @Nullable Path folder() {
    return folder;
  }

  public boolean json() {
    return json;
  }

  /// Where people see how far it is.
  public Console console() {
    return json ? Console.aside() : Console.system();
  }

  /// A database for the time of the measurement.
  public ScratchDatabase database(Console console) {
    return new ScratchDatabase(folder, text -> console.line(console.dim("· " + text)));
  }

  public void print(Report report, Console console) {
    if (json) {
      Console.system().line(Json.pretty(report.json()));
    } else {
      report.print(console);
    }
  }
}
