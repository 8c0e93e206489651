package dev.ostiary.platform.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// What the server and its tools write to their standard error: the newest megabytes, one older
/// file.
record PostgresLog(Path file) {
  /// Months of a healthy server, minutes of one that complains about every statement.
  static final long LIMIT_BYTES = 8L << 20;

  /// Holds the reason of a failed start, and still fits into an error message.
  private static final int TAIL_BYTES = 2_000;

  static PostgresLog in(Path folder) {
    PostgresLog log = new PostgresLog(folder.resolve("postgres.log"));
    try {
      if (Files.notExists(log.file)) {
        // Statements are quoted here.
        Files.createFile(
            log.file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    log.trim();
    return log;
  }

  /// The child inherits an open file, so it needs no right to open this one itself.
  Redirect redirect() {
    return Redirect.appendTo(file.toFile());
  }

  /// Sets a full log aside and begins anew. The server appends, so it goes on at the new end.
  void trim() {
    try {
      if (Files.size(file) > LIMIT_BYTES) {
        Path older = file.resolveSibling(file.getFileName() + ".1");
        Files.copy(file, older, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String tail() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(TAIL_BYTES, log.length())];
      log.seek(log.length() - tail.length);
      log.readFully(tail);
      return "the end of " + file + ":\n" + new String(tail, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "its log " + file + " cannot be read: " + e.getMessage();
    }
  }
}
