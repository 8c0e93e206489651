package dev.ostiary.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The `postmaster.pid` in a data folder: the process of the server, whose line is the first. It
/// outlives a server that was killed, so what it names is looked at before it is believed.
final class PidFile {
  private PidFile() {}

  /// The process of the server that runs on this data now.
  static Optional<ProcessHandle> server(Path data) {
    return pid(data)
        .flatMap(PidFile::process)
        .filter(process -> ServerCommand.serves(command(process), data));
  }

  /// Removes a file that PostgreSQL would refuse to start over although it protects nothing: its
  /// process is dead but unburied, or its number went to a process or thread that is no PostgreSQL,
  /// as happens when a container starts over, or it was cut short together with the power. Sessions
  /// that outlive their server still keep a second one away: it finds their shared memory.
  static void removeUseless(Path data) {
    if (Files.notExists(file(data))) {
      return;
    }
    Optional<Long> pid = pid(data);
    boolean useless =
        pid.isPresent()
            ? ProcessHandle.of(pid.get())
                .filter(p -> !ServerCommand.isPostgres(command(p)))
                .isPresent()
            : ProcessHandle.allProcesses().noneMatch(p -> ServerCommand.serves(command(p), data));
    try {
      if (useless) {
        Files.deleteIfExists(file(data));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Long> pid(Path data) {
    try (var lines = Files.lines(file(data), StandardCharsets.UTF_8)) {
      return lines
          .findFirst()
          .map(String::strip)
          .filter(line -> line.matches("\\d{1,10}"))
          .map(Long::valueOf);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ProcessHandle> process(long pid) {
    return ProcessHandle.of(pid).filter(process -> !command(process).isEmpty());
  }

  private static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /// The words a process was started with; none when it is gone, or dead and not yet buried by its
  /// parent.
  static List<String> command(ProcessHandle process) {
    // Java reads the program's name from a link that root in a container may not follow.
    Path words = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      String line = Files.readString(words, StandardCharsets.UTF_8);
      // Each word ends with a zero.
      return line.isEmpty()
          ? List.of()
          : List.of(line.substring(0, line.length() - 1).split("\0", -1));
    } catch (IOException e) {
      List<String> command = new ArrayList<>();
      process.info().command().ifPresent(command::add);
      process.info().arguments().ifPresent(more -> command.addAll(Arrays.asList(more)));
      return command;
    }
  }
}
