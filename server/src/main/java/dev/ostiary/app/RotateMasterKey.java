package dev.ostiary.app;

import dev.ostiary.api.IdempotencyKeys;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.connection.Connections;
import dev.ostiary.login.SpKeys;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.MasterKeyRotation;
import dev.ostiary.platform.crypto.MasterKeys;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.token.Sessions;
import dev.ostiary.token.SigningKeys;
import dev.ostiary.webhook.Webhooks;
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
              List.of(SigningKeys.SEALED, Sessions.SEALED, IdempotencyKeys.SEALED, SpKeys.SEALED))
          .flatMap(List::stream)
          .toList();

  private final Console console = Console.system();

  @Override
  public Integer call() {
    Installation.use(console, this::rotate);
    return 0;
  }

  private void rotate(Installation on) {
    DataFolder folder = on.folder();
    MasterKeyRotation rotation =
        new MasterKeyRotation(on.database(), SEALED, Installation.CLOCK, on.random());
    MasterKeys keys = on.config().masterKeys(folder, on.random());
    boolean kept = on.config().masterKey() == null;
    if (kept) {
      keys = withNewest(on, keys, rotation);
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

  /// A rotation that was stopped goes on with the key it made.
  private MasterKeys withNewest(Installation on, MasterKeys keys, MasterKeyRotation rotation) {
    rotation.check(keys);
    MasterKeys kept = on.folder().masterKeys(on.random());
    if (kept.all().size() > 1) {
      progress("going on with the rotation that was begun");
      return keys;
    }
    rotation.requireNoNode();
    MasterKey fresh = MasterKey.generate(on.random());
    on.folder().keep(kept.under(fresh));
    progress("new master key " + fresh.id());
    return keys.under(fresh);
  }

  private void progress(String line) {
    console.line(console.dim("· " + line));
  }
}
