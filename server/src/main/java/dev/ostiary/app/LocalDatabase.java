package dev.ostiary.app;

import dev.ostiary.app.config.DataFolder;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.postgres.EmbeddedPostgres;
import dev.ostiary.platform.postgres.FolderNotReachable;
import dev.ostiary.platform.postgres.PostgresOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Consumer;

/// The embedded PostgreSQL of this installation, at a place where it can run.
final class LocalDatabase {
  /// Where root's PostgreSQL keeps its data when the clone lies in a folder that is closed to
  /// others, such as root's home: PostgreSQL refuses to run as root.
  private static final Path FALLBACK = Path.of("/var/lib/ostiary");

  private LocalDatabase() {}

  static EmbeddedPostgres start(DataFolder folder, RandomText random, Consumer<String> progress) {
    PostgresOptions options = PostgresOptions.defaults();
    try {
      return EmbeddedPostgres.start(folder.postgres(), options, random, progress);
    } catch (FolderNotReachable e) {
      Path elsewhere = FALLBACK.resolve(nameFor(folder.root()));
      progress.accept(
          e.ancestor() + " is closed to PostgreSQL's account; its data go to " + elsewhere);
      return EmbeddedPostgres.start(elsewhere, options, random, progress);
    }
  }

  /// Tells the data of two clones apart.
  private static String nameFor(Path folder) {
    byte[] hash = Digests.sha256(folder.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 6);
  }

  static DatabaseConfig config(EmbeddedPostgres postgres, int poolSize) {
    return new DatabaseConfig(postgres.jdbcUrl(), postgres.user(), postgres.password(), poolSize);
  }
}
