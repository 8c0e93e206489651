package dev.ostiary.app;

import dev.ostiary.app.command.Console;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.login.SpKeys;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.IdSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Gives every environment its next key as a SAML service provider. Running servers publish it
/// within a minute.
@Command(
    name = "rotate-saml-key",
    description = {
      "Publish the next key of every environment towards SAML identity providers, which begins to",
      "sign a month later. By then each of them must have read the metadata of its connection anew,",
      "or been given the new certificate."
    },
    mixinStandardHelpOptions = true)
final class RotateSamlKey implements Callable<Integer> {
  @Option(
      names = "--now",
      description = {
        "Sign with the new key at once, because the old one has leaked.",
        "Identity providers that check signatures refuse sign-ins until",
        "they have the new certificate."
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
    SpKeys keys = new SpKeys(on.database(), sealer, Installation.CLOCK, on.random());
    for (Environment environment : new Environments(on.database(), ids).list()) {
      SpKeys.Next next = now ? keys.replace(environment) : keys.rotate(environment);
      console.line(
          environment.url()
              + ": the key with the certificate "
              + next.fingerprint()
              + " signs from "
              + next.signTime());
    }
  }
}
