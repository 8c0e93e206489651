package dev.ostiary.platform.postgres;

import static dev.ostiary.platform.postgres.TestFolder.QUICK;
import static dev.ostiary.platform.postgres.TestFolder.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class PostgresArchiveTest {
  @Test
  void theOldestSupportedVersionWorksAndItsDataIsRefusedByANewerOne() throws Exception {
    Path folder = TestFolder.bare("fifteen");
    PostgresOptions fifteen = TestFolder.OLDEST;
    List<String> progress = new ArrayList<>();
    try (var postgres = EmbeddedPostgres.start(folder, fifteen, RANDOM, progress::add)) {
      assertThat(postgres.version()).isEqualTo("15.19");
      assertThat(Sessions.ask(postgres, "show server_version")).isEqualTo("15.19");
      assertThat(Sessions.ask(postgres, "show data_checksums")).isEqualTo("on");
      Sessions.execute(postgres, "create table kept as select 42 n");
    }
    assertThat(progress).startsWith("unpacking PostgreSQL", "creating the database");

    assertThatThrownBy(() -> EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}))
        .isInstanceOf(PostgresFailure.class)
        .hasMessageContaining("was written by PostgreSQL 15, but this is PostgreSQL 18.6")
        .hasMessageContaining("pg_dump");

    progress.clear();
    try (var postgres = EmbeddedPostgres.start(folder, fifteen, RANDOM, progress::add)) {
      assertThat(Sessions.ask(postgres, "select n from kept")).isEqualTo("42");
    }
    assertThat(progress).containsExactly("starting PostgreSQL 15.19 on port " + port(folder));
    assertThat(homes(folder)).singleElement().asString().startsWith("pgsql-15.19-");
  }

  @Test
  void aDamagedArchiveLeavesNothingBehind() throws Exception {
    Path folder = TestFolder.bare("damaged");
    byte[] whole = PostgresArchive.read(null).content();
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    for (byte[] damaged : List.of(flipped, half, new byte[] {1, 2, 3})) {
      Path archive = Files.write(folder.resolveSibling("damaged.txz"), damaged);
      assertThatThrownBy(
              () -> EmbeddedPostgres.start(folder, QUICK.withArchive(archive), RANDOM, l -> {}))
          .isInstanceOf(PostgresFailure.class)
          .hasMessageContaining("damaged.txz cannot be unpacked");
      assertThat(homes(folder)).isEmpty();
    }

    EmbeddedPostgres.start(folder, QUICK, RANDOM, line -> {}).close();
    assertThat(homes(folder)).singleElement().asString().startsWith("pgsql-18.6-");
  }

  @Test
  void anArchiveThatReachesOutOfItsFolderIsRefused() throws Exception {
    Path folder = TestFolder.bare("escaping");
    TarArchiveEntry link = new TarArchiveEntry("lib/link", TarArchiveEntry.LF_SYMLINK);
    link.setLinkName("../../../elsewhere");

    for (TarArchiveEntry entry : List.of(new TarArchiveEntry("../escaped"), link)) {
      Path archive = Files.write(folder.resolveSibling("escaping.txz"), archiveOf(entry));
      assertThatThrownBy(
              () -> EmbeddedPostgres.start(folder, QUICK.withArchive(archive), RANDOM, l -> {}))
          .isInstanceOf(PostgresFailure.class)
          .hasMessageContaining("an entry leaves the folder");
      assertThat(homes(folder)).isEmpty();
    }
  }

  private static byte[] archiveOf(TarArchiveEntry entry) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options()))) {
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static String port(Path folder) throws Exception {
    return Files.readString(folder.resolve("port")).strip();
  }

  /// What is unpacked, whole or in part.
  private static List<String> homes(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("pgsql-") || name.startsWith("unfinished-"))
          .toList();
    }
  }
}
