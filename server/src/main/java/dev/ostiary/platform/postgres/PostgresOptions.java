package dev.ostiary.platform.postgres;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the embedded PostgreSQL is run.
///
/// @param port the port on 127.0.0.1; 0 chooses a free one and keeps it in the folder
/// @param settings server settings (`postgresql.conf` names) beside and above our own
/// @param archive a `.txz`, or a jar that holds one, in place of the server on the class path
public record PostgresOptions(int port, Map<String, String> settings, @Nullable Path archive) {
  private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9_.]*");

  /// This package decides these itself: who gets in, and where the data is.
  private static final Pattern RESERVED =
      Pattern.compile("port|listen_addresses|unix_socket_directories|data_directory|hba_file");

  public PostgresOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + ", expected 0 to 65535");
    }
    for (String name : settings.keySet()) {
      if (!SETTING.matcher(name).matches() || RESERVED.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "the setting '" + name + "' cannot be given to the embedded PostgreSQL");
      }
    }
    settings = Map.copyOf(settings);
  }

  /// Safe for production: a port of its own, everything synced to disk.
  public static PostgresOptions defaults() {
    return new PostgresOptions(0, Map.of(), null);
  }

  public PostgresOptions withPort(int port) {
    return new PostgresOptions(port, settings, archive);
  }

  public PostgresOptions withSetting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(name, value);
    return new PostgresOptions(port, more, archive);
  }

  public PostgresOptions withArchive(Path archive) {
    return new PostgresOptions(port, settings, archive);
  }

  /// False when the caller has switched syncing off: then the data may be lost with the power, and
  /// creating it need not sync either.
  boolean durable() {
    return !settings.getOrDefault("fsync", "on").equals("off");
  }
}
