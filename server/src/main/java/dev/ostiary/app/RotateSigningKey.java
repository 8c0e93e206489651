package dev.ostiary.app;

import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.Migrations;
import dev.ostiary.platform.database.NodeLease;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.postgres.EmbeddedPostgres;
import dev.ostiary.token.SigningKeys;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Gives every environment its next signing key. Running servers publish it within a minute.
@Command(
    name = "rotate-signing-key",
    description = {
      "Publish the next key of every environment, which begins to sign a month later.",
      "Restart every app by then, so that it knows the key."
    },
    mixinStandardHelpOptions = true)
final class RotateSigningKey implements Callable<Integer> {
  @Option(
      names = "--now",
      description = {
        "Replace all keys at once, because one has leaked. Every token",
        "signed so far becomes invalid, and apps must be restarted."
      })
  private boolean now;

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
        LocalDatabase.start(
            folder, new RandomText(random), line -> console.line(console.dim("· " + line)))) {
      rotate(config, folder, LocalDatabase.config(postgres, config.databasePool()));
    }
    return 0;
  }

  private void rotate(Config config, DataFolder folder, DatabaseConfig where) {
    InstantSource clock = InstantSource.system();
    try (Database database = Database.open(where)) {
      Migrations.apply(database);
      NodeLease lease = NodeLease.acquire(database, clock, UUID.randomUUID());
      try {
        IdSource ids = new IdSource(clock, lease.machine());
        Sealer sealer = new Sealer(config.masterKeys(folder, random), random);
        SigningKeys keys = new SigningKeys(database, ids, clock, sealer, random);
        for (Environment environment : new Environments(database, ids).list()) {
          SigningKeys.Next next =
              now ? keys.replace(environment.id()) : keys.rotate(environment.id());
          console.line(environment.url() + ": " + next.id() + " signs from " + next.signTime());
        }
      } finally {
        lease.release();
      }
    }
  }
}
