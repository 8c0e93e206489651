package dev.ostiary.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresLogTest {
  @TempDir Path folder;

  @Test
  void aFullLogIsSetAsideAndAppendersGoOnInAnEmptyOne() throws Exception {
    PostgresLog log = PostgresLog.in(folder);
    try (var appender =
        Files.newOutputStream(log.file(), StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
      appender.write(new byte[(int) PostgresLog.LIMIT_BYTES]);
      log.trim();
      assertThat(log.file()).hasSize(PostgresLog.LIMIT_BYTES);

      appender.write('x');
      log.trim();
      appender.write("after".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(log.file()).hasContent("after");
    assertThat(log.file().resolveSibling("postgres.log.1")).hasSize(PostgresLog.LIMIT_BYTES + 1);
    assertThat(log.tail()).endsWith("after");
  }
}
