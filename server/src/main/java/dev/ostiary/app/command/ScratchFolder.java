package dev.ostiary.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A folder on a disk for as long as a command runs.
public record ScratchFolder(Path path) implements AutoCloseable {
  /// Kept in memory by the kernel: what is synced there is not on any disk.
  private static final String MEMORY = "tmpfs";

  private static final Path ON_DISK = Path.of("/var/tmp");

  /// @param parent null for the system's folder for temporary files
  public static ScratchFolder in(@Nullable Path parent) {
    try {
      Path where = parent == null ? temporary() : Files.createDirectories(parent);
      Path folder = Files.createTempDirectory(where.toAbsolutePath(), "ostiary-bench-");
      // PostgreSQL runs under an account of its own when we are root, and must be able to pass.
      return new ScratchFolder(
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x")));
    } catch (IOException e) {
      throw new CommandFailed(
          "cannot make a folder in " + parent + "; name another with --dir: " + e.getMessage(), e);
    }
  }

  private static Path temporary() throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    return Files.getFileStore(usual).type().equals(MEMORY) && Files.isWritable(ON_DISK)
        ? ON_DISK
        : usual;
  }

  /// The kind of file system, e.g. `ext4`.
  public String fileSystem() {
    try {
      return Files.getFileStore(path).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes the folder and everything in it; may be called twice.
  @Override
  public void close() {
    try {
      if (Files.exists(path)) {
        Files.walkFileTree(path, new Removal());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
