package dev.ostiary.app;

import dev.ostiary.api.IdempotencyKeys;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.connection.Connections;
import dev.ostiary.login.SpKeys;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.MasterKeyRotation;
import dev.ostiary.platform.crypto.MasterKeys;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.Migrations;
import dev.ostiary.platform.postgres.EmbeddedPostgres;
import dev.ostiary.token.SigningKeys;
import dev.ostiary.webhook.Webhooks;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/// Seals every secret anew with the newest master key, and makes that key first where it is kept in
/// the data folder.
@Command(
    name = "rotate-master-key",
    description = "Seal every secret anew with the newest master key, so that the old one can go.",
    mixinStandardHelpOptions = true)
final class RotateMasterKey implements Callable<Integer> {
  /// Every column that holds something sealed.
  static final List<SealedColumn> SEALED =
      Stream.of(
              Webhooks.SEALED,
              Connections.SEALED,
              List.of(SigningKeys.SEALED, IdempotencyKeys.SEALED, SpKeys.SEALED))
          .flatMap(List::stream)
          .toList();

  private final SecureRandom random = new SecureRandom();
  private final Console console = Console.system();

  @Override
  public Integer call() {
    Config config = Config.read(System.getenv());
    DataFolder folder = DataFolder.at(config.dataFolder());
    DatabaseConfig where = config.database();
    if (where != null) {
      rotate(config, folder, where);
      return 0;
    }
    try (EmbeddedPostgres postgres =
        LocalDatabase.start(folder, new RandomText(random), this::progress)) {
      rotate(config, folder, LocalDatabase.config(postgres, config.databasePool()));
    }
    return 0;
  }

  private void rotate(Config config, DataFolder folder, DatabaseConfig where) {
    try (Database database = Database.open(where)) {
      Migrations.apply(database);
      MasterKeyRotation rotation =
          new MasterKeyRotation(database, SEALED, InstantSource.system(), random);
      MasterKeys keys = config.masterKeys(folder, random);
      boolean kept = config.masterKey() == null;
      if (kept) {
        keys = withNewest(folder, keys, rotation);
      }
      long total = rotation.run(keys);
      if (kept) {
        folder.keep(MasterKeys.only(keys.newest()));
      }
      console.line(
          total
              + " secrets sealed anew; all are sealed with master key "
              + keys.newest().id()
              + " now.");
      console.line(
          kept
              ? "It is in " + folder.root() + "/master.key; keep a copy apart from the database."
              : "OSTIARY_MASTER_KEYS_ACCEPTED may be emptied on every node.");
    }
  }

  /// A rotation that was stopped goes on with the key it made.
  private MasterKeys withNewest(DataFolder folder, MasterKeys keys, MasterKeyRotation rotation) {
    rotation.check(keys);
    MasterKeys kept = folder.masterKeys(random);
    if (kept.all().size() > 1) {
      progress("going on with the rotation that was begun");
      return keys;
    }
    rotation.requireNoNode();
    MasterKey fresh = MasterKey.generate(random);
    folder.keep(kept.under(fresh));
    progress("new master key " + fresh.id());
    return keys.under(fresh);
  }

  private void progress(String line) {
    console.line(console.dim("· " + line));
  }
}
