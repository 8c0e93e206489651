package dev.ostiary.app;

import dev.ostiary.app.command.RestClient;
import dev.ostiary.app.config.Config;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The whole server as `up` starts it, in this process, on a database and a port of its own.
public final class TestServer implements AutoCloseable {
  private final DatabaseConfig database;
  private final Application application;
  private final FirstStart.Made made;

  private TestServer(DatabaseConfig database, Map<String, String> settings) {
    this.database = database;
    this.application = Application.start(Config.read(settings), progress -> {}, machineLost -> {});
    this.made = Objects.requireNonNull(application.firstStart(false));
  }

  /// Starts on a fresh database.
  public static TestServer start() {
    return start(Map.of());
  }

  /// Starts on a fresh database with settings (environment variables) beside the usual ones.
  public static TestServer start(Map<String, String> settings) {
    return start(TestDatabase.freshConfig(), settings);
  }

  /// Starts on a database that has no environment yet, migrated or not.
  public static TestServer start(DatabaseConfig database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings(database));
    all.putAll(settings);
    return new TestServer(database, all);
  }

  /// The settings of a server on this database, on any free port, with a data folder of its own.
  public static Map<String, String> settings(DatabaseConfig database) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "server");
      return Map.of(
          "OSTIARY_PORT", "0",
          "OSTIARY_DATA_DIR", folder.toString(),
          "OSTIARY_DATABASE_URL", databaseUrl(database));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String databaseUrl(DatabaseConfig database) {
    String password =
        URLEncoder.encode(database.password().reveal(), StandardCharsets.UTF_8).replace("+", "%20");
    return database
        .jdbcUrl()
        .replace("jdbc:postgresql://", "postgresql://" + database.user() + ":" + password + "@");
  }

  public URI url() {
    return application.url();
  }

  /// Where programs of this machine reach it: without TLS, also when browsers are to use it.
  public URI plainUrl() {
    return URI.create("http://" + url().getAuthority());
  }

  public DatabaseConfig database() {
    return database;
  }

  public String environmentId() {
    return made.environment().id().toString();
  }

  public String clientId() {
    return made.app().client().id().toString();
  }

  public String clientSecret() {
    return made.app().secret().reveal();
  }

  /// Makes what a developer gets at the first start: an organization with a simulated connection.
  ///
  /// @return the connection's id
  public String playground() {
    return application.makePlayground(made.environment().id()).id().toString();
  }

  /// The link by which the first operator comes in.
  public String firstLoginLink() {
    return application.firstLoginLink().orElseThrow();
  }

  /// The REST API with the credentials of the first app.
  public RestClient rest() {
    return new RestClient(plainUrl().toString(), clientId(), made.app().secret());
  }

  @Override
  public void close() {
    application.close();
  }
}
