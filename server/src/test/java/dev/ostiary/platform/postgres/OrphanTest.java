package dev.ostiary.platform.postgres;

import static dev.ostiary.platform.postgres.TestFolder.QUICK;
import static dev.ostiary.platform.postgres.TestFolder.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrphanTest {
  @Test
  void theServerOfAKilledOwnerIsAdoptedAndStoppedByTheNextOne() throws Exception {
    Path folder = TestFolder.prepared("orphan");
    ProcessHandle server;
    try (var owner = OtherOwner.start(folder)) {
      server = owner.server();
      owner.kill();
    }
    assertThat(server.isAlive()).isTrue();
    List<String> progress = new ArrayList<>();

    try (var postgres = EmbeddedPostgres.start(folder, QUICK, RANDOM, progress::add)) {
      assertThat(postgres.adopted()).isTrue();
      assertThat(postgres.pid()).isEqualTo(server.pid());
      assertThat(Sessions.ask(postgres, "select 1")).isEqualTo("1");
    }

    assertThat(progress)
        .containsExactly("adopting PostgreSQL (pid " + server.pid() + ") left by an earlier run");
    assertThat(PidFile.command(server)).isEmpty();
  }

  @Test
  void anAdoptedServerThatIsKilledComesBackToo() throws Exception {
    Path folder = TestFolder.prepared("orphan-killed");
    ProcessHandle server;
    try (var owner = OtherOwner.start(folder)) {
      server = owner.server();
      owner.kill();
    }
    try (var postgres = EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {})) {
      Sessions.execute(postgres, "create table kept as select 42 n");

      server.destroyForcibly();

      assertThat(Sessions.askWhenBack(postgres, "select n from kept")).isEqualTo("42");
      assertThat(postgres.pid()).isNotEqualTo(server.pid());
    }
  }

  @Test
  void anOrphanThatRunsDifferentlyIsReplaced() throws Exception {
    Path folder = TestFolder.prepared("orphan-different");
    ProcessHandle server;
    try (var owner = OtherOwner.start(folder)) {
      server = owner.server();
      owner.kill();
    }

    try (var postgres =
        EmbeddedPostgres.start(folder, QUICK.withSetting("work_mem", "5MB"), RANDOM, l -> {})) {
      assertThat(postgres.adopted()).isFalse();
      assertThat(postgres.pid()).isNotEqualTo(server.pid());
      assertThat(Sessions.ask(postgres, "show work_mem")).isEqualTo("5MB");
    }
  }

  @Test
  void aPidFileThatNamesSomebodyElseDoesNotHoldUpTheStart() throws Exception {
    Path folder = TestFolder.prepared("orphan-reused");
    EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}).close();
    Path file = folder.resolve("data/postmaster.pid");

    for (String pid : List.of(Long.toString(ProcessHandle.current().pid()), "4000000", "")) {
      Files.writeString(file, pid + "\n" + folder.resolve("data") + "\n");
      try (var postgres = EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {})) {
        assertThat(postgres.adopted()).isFalse();
      }
    }
  }

  @Test
  void aSecondOwnerIsToldTheFirst() throws Exception {
    Path folder = TestFolder.prepared("owners");
    try (var owner = OtherOwner.start(folder)) {
      owner.server();

      assertThatThrownBy(() -> EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}))
          .isInstanceOf(PostgresFailure.class)
          .hasMessageContaining("in use by process " + owner.process().pid() + ";");
    }

    try (var first = EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {})) {
      assertThat(first.adopted()).isFalse();
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}))
          .isInstanceOf(PostgresFailure.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid() + ";");
    }
  }
}
