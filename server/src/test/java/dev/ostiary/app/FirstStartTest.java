package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the first start makes is whole, or is made whole by the next one.
class FirstStartTest {
  private final DatabaseConfig database = TestDatabase.freshConfig();
  private final Map<String, String> settings = new HashMap<>(TestServer.settings(database));
  private final Path folder = Path.of(settings.get("OSTIARY_DATA_DIR"));

  @Test
  void theCommandLineGetsNewCredentialsWhenItsFileIsLost() throws Exception {
    try (Application server = start()) {
      assertThat(server.firstStart(true)).isNotNull();
      DataFolder.CliClient before = commands();
      for (int i = 0; i < 6; i++) {
        Files.delete(folder.resolve("cli.json"));
        assertThat(server.firstStart(true)).isNull();
      }

      assertThat(commands().clientId()).isEqualTo(before.clientId());
      assertThat(commands().clientSecret()).isNotEqualTo(before.clientSecret());
      assertThat(connect(server).token()).isNotEmpty();
    }
  }

  @Test
  void anEnvironmentWithoutClientsGetsThem() {
    try (Application server = start()) {
      try (Database own = Database.open(database)) {
        new Environments(own, new IdSource(InstantSource.system(), 1000))
            .create("Development", server.url());
      }
      FirstStart.Made made = server.firstStart(true);

      assertThat(made).isNotNull();
      assertThat(made.environment().url()).isEqualTo(server.url());
      assertThat(connect(server).token()).isNotEmpty();
      assertThat(server.firstStart(true)).isNull();
    }
  }

  @Test
  void nothingIsKeptOfAFirstStartThatFails() throws Exception {
    Path inTheWay = Files.createDirectories(folder.resolve("cli.json.new").resolve("sub"));
    try (Application server = start()) {
      assertThatThrownBy(() -> server.firstStart(true)).hasMessageContaining("cli.json");
      Files.delete(inTheWay);
      FirstStart.Made made = server.firstStart(true);

      assertThat(made).isNotNull();
      assertThat(made.simulated()).isNotNull();
      assertThat(connect(server).token()).isNotEmpty();
    }
  }

  @Test
  void anotherUrlThanThatOfTheDataIsRefused() {
    URI first;
    try (Application server = start()) {
      server.checkUrl();
      server.firstStart(false);
      server.checkUrl();
      first = server.url();
    }
    settings.put("OSTIARY_URL", "http://127.0.0.1");
    try (Application server = start()) {
      assertThatThrownBy(server::checkUrl)
          .isInstanceOf(CommandFailed.class)
          .hasMessageContaining(server.url().toString())
          .hasMessageContaining("OSTIARY_URL=" + first);
    }
  }

  private Application start() {
    return Application.start(Config.read(settings), progress -> {}, machineLost -> {});
  }

  private DataFolder.CliClient commands() {
    return new DataFolder(folder).cliClient().orElseThrow();
  }

  private RestClient connect(Application server) {
    return new RestClient(
        server.url().toString(), commands().clientId(), commands().clientSecret());
  }
}
