package dev.ostiary.app;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.environment.LoginLink;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.OperatorId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes a sign-in link, with nothing but the master key: whoever has that has everything anyway.
@Command(
    name = "login-link",
    description = "Print a link that lets an operator into the dashboard, once.",
    mixinStandardHelpOptions = true)
final class LoginLinkCommand implements Callable<Integer> {
  @Option(
      names = "--operator",
      paramLabel = "ID",
      description = "Whose link (opr_…); by default the first owner's.")
  private @Nullable String operator;

  @Override
  public Integer call() {
    Config config = Config.read(System.getenv());
    DataFolder folder = new DataFolder(config.dataFolder());
    if (config.masterKey() == null && folder.cliClient().isEmpty()) {
      throw new CommandFailed(
          "no master key in "
              + config.dataFolder()
              + "; start the server there with ./ostiary up, or set OSTIARY_MASTER_KEY as it has it");
    }
    SecureRandom random = new SecureRandom();
    LoginLink link =
        LoginLink.of(
            operator == null ? null : OperatorId.parse("--operator", operator),
            Instant.now(),
            LoginLink.LIFETIME);
    String token =
        link.seal(new Sealer(config.masterKeys(folder, random), random), new RandomText(random))
            .reveal();
    Console console = Console.system();
    console.line(config.url() + LoginLink.PATH + token);
    Console.aside().line("It works once, within " + LoginLink.LIFETIME.toMinutes() + " minutes.");
    return 0;
  }
}
