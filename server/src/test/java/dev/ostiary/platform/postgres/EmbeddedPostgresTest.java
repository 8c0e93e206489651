package dev.ostiary.platform.postgres;

import static dev.ostiary.platform.postgres.TestFolder.QUICK;
import static dev.ostiary.platform.postgres.TestFolder.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class EmbeddedPostgresTest {
  @Test
  void dataPortAndPasswordSurviveARestart() throws Exception {
    Path folder = TestFolder.prepared("restart");
    List<String> progress = new ArrayList<>();
    int port;
    try (var postgres =
        EmbeddedPostgres.start(folder, PostgresOptions.defaults(), RANDOM, progress::add)) {
      port = postgres.port();
      Sessions.execute(postgres, "create table kept (n int)");
      Sessions.execute(postgres, "insert into kept values (42)");
    }

    try (var postgres =
        EmbeddedPostgres.start(folder, PostgresOptions.defaults(), RANDOM, progress::add)) {

      assertThat(Sessions.ask(postgres, "select n from kept")).isEqualTo("42");
      assertThat(postgres.port()).isEqualTo(port);
      assertThat(postgres.adopted()).isFalse();
      assertThat(postgres.version()).startsWith("18.");
    }
    String starting = "starting PostgreSQL 18.6 on port " + port;
    assertThat(progress).containsExactly("creating the database", starting, starting);
  }

  @Test
  void byDefaultACommitIsOnTheDiskAndOnlyThisMachineGetsIn() throws Exception {
    Path folder = TestFolder.prepared("defaults");
    try (var postgres =
        EmbeddedPostgres.start(folder, PostgresOptions.defaults(), RANDOM, line -> {})) {

      assertThat(setting(postgres, "fsync")).isEqualTo("on");
      assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(postgres, "full_page_writes")).isEqualTo("on");
      assertThat(setting(postgres, "data_checksums")).isEqualTo("on");
      assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
      assertThat(Sessions.ask(postgres, "select lower('ÄÖÜ')")).isEqualTo("äöü");
      assertThat(Sessions.ask(postgres, "select rolsuper from pg_roles where rolname = user"))
          .isEqualTo("f");
      assertThat(Files.getPosixFilePermissions(folder.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void onlyTheStoredPasswordOpensTheDoor() throws Exception {
    Path folder = TestFolder.prepared("password");
    try (var postgres = EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {})) {
      String url = postgres.jdbcUrl();
      String password = postgres.password().reveal();

      for (String user : List.of(postgres.user(), "postgres")) {
        assertThatThrownBy(() -> Sessions.open(url, user, password + "x"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
      }

      try (var session = Sessions.open(url, postgres.user(), password)) {
        assertThat(session.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void aKilledServerComesBackWithWhatWasCommitted() throws Exception {
    Path folder = TestFolder.prepared("killed");
    try (var postgres =
        EmbeddedPostgres.start(folder, PostgresOptions.defaults(), RANDOM, line -> {})) {
      Sessions.execute(postgres, "create table kept as select generate_series(1, 1000) n");
      for (int death = 1; death <= 2; death++) {
        ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();

        server.destroyForcibly();
        server.onExit().get(30, TimeUnit.SECONDS);

        assertThat(Sessions.askWhenBack(postgres, "select count(*) from kept")).isEqualTo("1000");
        assertThat(postgres.pid()).isNotEqualTo(server.pid());
      }
    }
  }

  @Test
  void closingTwiceStopsTheServerOnce() throws Exception {
    Path folder = TestFolder.prepared("closing");
    var postgres = EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {});
    ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();

    postgres.close();
    postgres.close();

    assertThat(server.isAlive()).isFalse();
    assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    assertThatThrownBy(() -> Sessions.open(postgres))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void aTakenPortIsNamedWhenItWasAskedForAndAvoidedWhenItWasNot() throws Exception {
    Path folder = TestFolder.prepared("port");
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int taken = other.getLocalPort();
      assertThatThrownBy(
              () -> EmbeddedPostgres.start(folder, QUICK.withPort(taken), RANDOM, line -> {}))
          .isInstanceOf(PostgresFailure.class)
          .hasMessageContaining("port " + taken + " on 127.0.0.1 is taken");

      Files.writeString(folder.resolve("port"), taken + "\n");
      try (var postgres = EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {})) {
        assertThat(postgres.port()).isNotEqualTo(taken);
        assertThat(Files.readString(folder.resolve("port"))).isEqualTo(postgres.port() + "\n");
      }
    }
  }

  @Test
  void aServerThatCannotStartIsReportedWithTheEndOfItsLog() throws Exception {
    Path folder = TestFolder.prepared("refusing");
    PostgresOptions wrong = QUICK.withSetting("shared_buffers", "many");

    assertThatThrownBy(() -> EmbeddedPostgres.start(folder, wrong, RANDOM, line -> {}))
        .isInstanceOf(PostgresFailure.class)
        .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"many\"");

    EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}).close();
  }

  @Test
  void aLostPasswordIsReportedAndNotReplaced() throws Exception {
    Path folder = TestFolder.prepared("lost");
    EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}).close();
    Path aside = Files.move(folder.resolve("password"), folder.resolve("aside"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}))
        .isInstanceOf(PostgresFailure.class)
        .hasMessageContaining("password is missing");

    Files.move(aside, folder.resolve("password"));
    EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}).close();
  }

  private static String setting(EmbeddedPostgres postgres, String name)
      throws SQLException, IOException {
    return Sessions.ask(postgres, "select setting from pg_settings where name = '" + name + "'");
  }
}
