package dev.ostiary.app;

import dev.ostiary.app.command.Console;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.token.SigningKeys;
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

  private final Console console = Console.system();

  @Override
  public Integer call() {
    Installation.use(
        console,
        installation -> installation.asNode((ids, sealer) -> rotate(installation, ids, sealer)));
    return 0;
  }

  private void rotate(Installation on, IdSource ids, Sealer sealer) {
    SigningKeys keys = new SigningKeys(on.database(), ids, Installation.CLOCK, sealer, on.random());
    for (Environment environment : new Environments(on.database(), ids).list()) {
      SigningKeys.Next next = now ? keys.replace(environment.id()) : keys.rotate(environment.id());
      console.line(environment.url() + ": " + next.id() + " signs from " + next.signTime());
    }
  }
}
