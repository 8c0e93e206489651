package dev.ostiary.platform.postgres;

import dev.ostiary.platform.crypto.RandomText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// Empty folders for servers, in which the programs need not be unpacked again.
public final class TestFolder {
  public static final RandomText RANDOM = new RandomText(new SecureRandom());

  /// Quick to create and to start; for tests that are not about surviving a power cut.
  public static final PostgresOptions QUICK =
      PostgresOptions.defaults().withSetting("fsync", "off");

  /// The same on the oldest PostgreSQL that is served, which the build copies beside the classes.
  public static final PostgresOptions OLDEST =
      QUICK.withArchive(Path.of(System.getProperty("postgres15.archive", "")));

  private TestFolder() {}

  /// A folder that does not exist yet, below one that PostgreSQL's account can reach.
  public static Path bare(String name) throws IOException {
    Path folder = root().resolve(name);
    if (Files.exists(folder)) {
      PostgresFolder.delete(folder);
    }
    return folder;
  }

  /// The same with the programs in it.
  public static Path prepared(String name) throws IOException {
    Path folder = Files.createDirectories(bare(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path home = programs().home();
    Files.createSymbolicLink(folder.resolve(home.getFileName()), home);
    return folder;
  }

  private static synchronized PostgresBinaries programs() {
    RunAs runAs = RunAs.unprivileged();
    try (PostgresFolder shared = PostgresFolder.open(root().resolve("programs"), runAs)) {
      return PostgresArchive.read(null)
          .unpackedIn(shared, runAs, PostgresLog.in(shared.root()), false, line -> {});
    }
  }

  /// Below `target`, unless root has cloned into a home that is closed to others; one for each of
  /// the processes that share the tests.
  private static Path root() {
    String fork = System.getProperty("test.fork", "1");
    Path target = Path.of("target").toAbsolutePath();
    try {
      RunAs.unprivileged().requireReach(target);
      return target.resolve("postgres-" + fork);
    } catch (FolderNotReachable e) {
      return Path.of(System.getProperty("java.io.tmpdir"), "ostiary-test-postgres-" + fork);
    }
  }
}
