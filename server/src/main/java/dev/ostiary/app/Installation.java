package dev.ostiary.app;

import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.platform.crypto.MasterKeyRegister;
import dev.ostiary.platform.crypto.MasterKeys;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.Migrations;
import dev.ostiary.platform.database.NodeLease;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.postgres.EmbeddedPostgres;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What a command works on that changes the installation without asking a server: its settings, its
/// folder and its database, up to date.
record Installation(Config config, DataFolder folder, Database database, SecureRandom random) {
  static final InstantSource CLOCK = InstantSource.system();

  /// Lends the installation that the environment variables describe. An embedded PostgreSQL is
  /// started for it, which is refused while a server has it.
  static void use(Console console, Consumer<Installation> work) {
    SecureRandom random = new SecureRandom();
    Config config = Config.read(System.getenv());
    DataFolder folder = DataFolder.at(config.dataFolder());
    DatabaseConfig where = config.database();
    if (where != null) {
      use(config, folder, where, random, work);
      return;
    }
    try (EmbeddedPostgres postgres =
        LocalDatabase.start(
            folder, new RandomText(random), line -> console.line(console.dim("· " + line)))) {
      DatabaseConfig local = LocalDatabase.config(postgres, config.databasePool());
      use(config, folder, local, random, work);
    }
  }

  private static void use(
      Config config,
      DataFolder folder,
      DatabaseConfig where,
      SecureRandom random,
      Consumer<Installation> work) {
    try (Database database = Database.open(where)) {
      Migrations.apply(database);
      work.accept(new Installation(config, folder, database, random));
    }
  }

  /// Lends what a node has: ids that no other process makes, and a sealer whose secrets every node
  /// can open. A master key that others do not have is refused.
  void asNode(BiConsumer<IdSource, Sealer> work) {
    MasterKeys keys = config.masterKeys(folder, random);
    NodeLease lease = NodeLease.acquire(database, CLOCK, UUID.randomUUID());
    try {
      database.run(tx -> MasterKeyRegister.enter(tx, keys, lease.machine(), CLOCK.instant()));
      work.accept(new IdSource(CLOCK, lease.machine()), new Sealer(keys, random));
    } finally {
      lease.release();
    }
  }
}
