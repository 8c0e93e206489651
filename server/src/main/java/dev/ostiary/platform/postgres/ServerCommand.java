package dev.ostiary.platform.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The words that start the server. All that decides how it runs is among them, so two servers with
/// the same words are the same server: that is how one left running is recognized.
final class ServerCommand {
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("password_encryption", "scram-sha-256"),
          // A commit that was acknowledged is on the disk.
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          // A small server beside a JVM: the working set is the newest events.
          Map.entry("shared_buffers", "64MB"),
          Map.entry("work_mem", "4MB"),
          Map.entry("maintenance_work_mem", "32MB"),
          Map.entry("jit", "off"),
          // Parallel queries need /dev/shm, which containers keep small; our statements are short.
          Map.entry("max_parallel_workers_per_gather", "0"),
          Map.entry("TimeZone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_line_prefix", "%m [%p] "),
          Map.entry("log_checkpoints", "off"),
          // Details quote the values of a refused row, and those belong to people.
          Map.entry("log_error_verbosity", "terse"));

  private ServerCommand() {}

  static List<String> of(Path postgres, Path data, int port, Map<String, String> extra) {
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    settings.putAll(extra);
    settings.put("port", Integer.toString(port));
    List<String> command = new ArrayList<>(List.of(postgres.toString(), "-D", data.toString()));
    settings.forEach((name, value) -> {
      command.add("-c");
      command.add(name + "=" + value);
    });
    return List.copyOf(command);
  }

  /// Whether these words run a PostgreSQL, of whatever version and settings, on this data.
  static boolean serves(List<String> command, Path data) {
    int folder = command.indexOf("-D") + 1;
    return isPostgres(command)
        && folder > 0
        && folder < command.size()
        && command.get(folder).equals(data.toString());
  }

  static boolean isPostgres(List<String> command) {
    return !command.isEmpty() && Path.of(command.getFirst()).endsWith("postgres");
  }
}
