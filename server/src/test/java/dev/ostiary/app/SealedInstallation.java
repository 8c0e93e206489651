package dev.ostiary.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.app.config.Config;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A database with something sealed in every column that can be, and servers and commands upon it.
final class SealedInstallation {
  private static final String CONNECTION_SECRET = "hush-hush";

  private final DatabaseConfig database = TestDatabase.freshConfig();
  private final Map<String, String> settings = TestServer.settings(database);
  private final List<String> webhookSecrets = new ArrayList<>();
  private final FirstStart.Made made;

  /// @param keys empty for a key that is made in the data folder
  SealedInstallation(WebhookReceiver receiver, MasterKey... keys) {
    try (Application server = server(keys)) {
      made = Objects.requireNonNull(server.firstStart(false));
      RestClient api = api(server);
      for (int i = 0; i < 3; i++) {
        ObjectNode endpoint =
            Json.object()
                .put("url", receiver.url())
                .put("name", "App")
                .put("asymmetric_signatures", true);
        webhookSecrets.add(
            api.post("/api/v1/webhooks/endpoints", endpoint).path("secret").asText());
      }
      createOrganization(server);
      String organization =
          api.post("/api/v1/organizations", Json.object().put("display_name", "Acme"))
              .path("organization")
              .path("id")
              .asText();
      String path = "/api/v1/organizations/" + organization + "/connections";
      String connection =
          api.post(path, Json.object().put("provider", "OKTA").put("type", "OIDC"))
              .path("connection")
              .path("id")
              .asText();
      ObjectNode update = Json.object().put("provider", "OKTA").put("type", "OIDC");
      update
          .putObject("oidc_config")
          .put("client_id", "app")
          .put("client_secret", CONNECTION_SECRET);
      api.patch(path + "/" + connection, update);
    }
  }

  /// The settings with these keys: the first seals, all open.
  Map<String, String> settings(MasterKey... keys) {
    Map<String, String> all = new HashMap<>(settings);
    if (keys.length > 0) {
      all.put("OSTIARY_MASTER_KEY", keys[0].text().reveal());
      all.put(
          "OSTIARY_MASTER_KEYS_ACCEPTED",
          Arrays.stream(keys)
              .skip(1)
              .map(key -> key.text().reveal())
              .collect(Collectors.joining(",")));
    }
    return all;
  }

  /// On any free port.
  Application server(MasterKey... keys) {
    return Application.start(Config.read(settings(keys)), progress -> {}, machineLost -> {});
  }

  /// On the port that the environment's URL has.
  Application serverAtItsUrl(MasterKey... keys) {
    Map<String, String> all = settings(keys);
    all.put("OSTIARY_PORT", Integer.toString(made.environment().url().getPort()));
    return Application.start(Config.read(all), progress -> {}, machineLost -> {});
  }

  private RestClient api(Application server) {
    return new RestClient(
        server.url().toString(), made.app().client().id().toString(), made.app().secret());
  }

  /// A change that every endpoint hears of.
  void createOrganization(Application server) {
    api(server).post("/api/v1/organizations", Json.object().put("display_name", "Globex"));
  }

  List<String> webhookSecrets() {
    return webhookSecrets;
  }

  /// Everything that was ever shown to somebody to be kept secret.
  List<String> secrets() {
    List<String> secrets = new ArrayList<>(webhookSecrets);
    secrets.add(made.app().secret().reveal());
    secrets.add(CONNECTION_SECRET);
    return secrets;
  }

  Path masterKeyFile() {
    return Path.of(settings.get("OSTIARY_DATA_DIR"), "master.key");
  }

  /// A command's end.
  record Ended(int code, String output) {}

  /// Starts `rotate-master-key` as a process of its own.
  Process command(MasterKey... keys) {
    return command(List.of("rotate-master-key"), keys);
  }

  private Process command(List<String> arguments, MasterKey... keys) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ostiary.app.Main"));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("OSTIARY_"));
    builder.environment().putAll(settings(keys));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended rotate(MasterKey... keys) {
    return run(List.of("rotate-master-key"), keys);
  }

  /// Runs a command to its end.
  Ended run(List<String> arguments, MasterKey... keys) {
    Process process = command(arguments, keys);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connect() {
    try {
      return TestDatabase.connect(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Every sealed value, in hexadecimal digits, by its place.
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      for (SealedColumn sealed : RotateMasterKey.SEALED) {
        var rows =
            statement.executeQuery(
                "select %s as place, encode(%s, 'hex') as sealed from %s where %s is not null"
                    .formatted(sealed.place(), sealed.column(), sealed.table(), sealed.column()));
        while (rows.next()) {
          values.put(rows.getString("place"), rows.getString("sealed"));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return values;
  }

  /// How many values a key has sealed.
  long sealedWith(MasterKey key) {
    return values().values().stream().filter(hex -> hex.startsWith(key.id(), 2)).count();
  }
}
