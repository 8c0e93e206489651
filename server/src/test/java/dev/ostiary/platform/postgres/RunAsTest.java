package dev.ostiary.platform.postgres;

import static dev.ostiary.platform.postgres.TestFolder.QUICK;
import static dev.ostiary.platform.postgres.TestFolder.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunAsTest {
  private static final boolean ROOT = new UnixSystem().getUid() == 0;

  @Test
  void withoutRightsWeStayWhoWeAre() {
    assumeTrue(!ROOT);
    List<String> command = List.of("id", "-u");

    assertThat(RunAs.unprivileged().command(command)).isEqualTo(command);
  }

  @Test
  void aClosedAncestorIsNamedAndAnOpenOneIsNot() throws Exception {
    assumeTrue(ROOT, "only root changes to another account");
    Path closed = Files.createDirectories(TestFolder.bare("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));

    assertThatThrownBy(
            () -> EmbeddedPostgres.start(closed.resolve("deep/er"), QUICK, RANDOM, line -> {}))
        .isInstanceOfSatisfying(
            FolderNotReachable.class, e -> assertThat(e.ancestor()).isEqualTo(closed))
        .hasMessageContaining("chmod o+x " + closed);

    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx--x--x"));
    RunAs.unprivileged().requireReach(closed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"setpriv", "runuser", "su"})
  void everyToolRunsAServerThatCanBeStopped(String tool) throws Exception {
    assumeTrue(ROOT, "only root changes to another account");
    assumeTrue(RunAs.tool(tool).isPresent(), tool + " is not installed");
    RunAs runAs = new RunAs(RunAs.find("nobody").orElseThrow(), tool);
    Path path = TestFolder.prepared("tool-" + tool);

    try (var folder = PostgresFolder.open(path, runAs)) {
      PostgresBinaries binaries =
          PostgresArchive.read(null)
              .unpackedIn(folder, runAs, PostgresLog.in(folder.root()), false, line -> {});
      new PostgresCluster(folder, binaries, runAs).createOnce(false, RANDOM, line -> {});
      var running = new PostgresStartup(folder, binaries, QUICK, line -> {}).run();

      ProcessHandle server = PidFile.server(folder.data()).orElseThrow();
      assertThat(server.info().user()).contains("nobody");
      assertThat(PidFile.command(server)).isEqualTo(running.command());

      running.process().stop(binaries, folder.data());
      assertThat(PidFile.server(folder.data())).isEmpty();
    }
  }
}
