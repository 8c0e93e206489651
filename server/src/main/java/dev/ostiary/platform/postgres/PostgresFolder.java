package dev.ostiary.platform.postgres;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The one folder that holds all of the embedded PostgreSQL, owned by this process while open:
///
/// - `pgsql-<version>-<checksum>/` the programs; `data/` the data; `postgres.log`
/// - `password`, `port`, `lock` one line each
/// - `unfinished-*` what is still being made: it gets its name when it is whole
final class PostgresFolder implements AutoCloseable {
  private static final String UNFINISHED = "unfinished-";

  private final Path root;
  private final FolderLock lock;

  private PostgresFolder(Path root, FolderLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /// @throws FolderNotReachable when PostgreSQL's account cannot enter the folder
  /// @throws PostgresFailure when another process has it
  static PostgresFolder open(Path folder, RunAs runAs) {
    try {
      if (Files.notExists(folder)) {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      }
      Path root = folder.toRealPath();
      runAs.requireReach(root);
      PostgresFolder opened = new PostgresFolder(root, FolderLock.acquire(root));
      opened.list(UNFINISHED).forEach(PostgresFolder::delete);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve("data");
  }

  /// A new empty folder to make something in.
  Path unfinished() {
    try {
      return Files.createTempDirectory(root, UNFINISHED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives what was made its name: after a crash or a power cut it is there whole or not at all.
  Path finish(Path unfinished, String name) {
    try {
      Path whole = Files.move(unfinished, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(root, StandardOpenOption.READ)) {
        directory.force(true);
      }
      return whole;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What lies in the folder under names that begin so.
  List<Path> list(String prefix) {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path passwordFile() {
    return root.resolve("password");
  }

  /// Only for data yet to be created: a password that is in use is never replaced.
  void choosePassword(RandomText random) {
    if (Files.notExists(passwordFile())) {
      write("password", random.token().reveal());
    }
  }

  /// @throws PostgresFailure when the file was lost while the data was kept
  Secret password() {
    String password = read("password");
    if (password == null) {
      throw new PostgresFailure(
          "%s is missing, without which %s cannot be opened; restore it from a backup"
              .formatted(passwordFile(), data()));
    }
    return new Secret(password);
  }

  /// 0 when none was chosen yet, or the file was spoiled.
  int port() {
    String port = read("port");
    return port != null && port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
  }

  void keepPort(int port) {
    write("port", Integer.toString(port));
  }

  private @Nullable String read(String name) {
    Path file = root.resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file).strip() : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String line) {
    try {
      Path file = Files.createTempFile(root, UNFINISHED, "");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        channel.force(true);
      }
      finish(file, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path path) {
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
