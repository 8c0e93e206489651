package dev.ostiary.app;

import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.environment.LoginLink;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.OperatorId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  @Option(names = "--json", description = "Print the link and until when it works as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Config config = Config.read(System.getenv());
    DataFolder folder = new DataFolder(config.dataFolder());
    if (config.masterKey() == null && !folder.hasMasterKey()) {
      throw new CommandFailed(
          "no master key in "
              + config.dataFolder()
              + "; start the server there with ./ostiary up, or set OSTIARY_MASTER_KEY as it has it");
    }
    SecureRandom random = new SecureRandom();
    Instant now = Instant.now();
    LoginLink link =
        LoginLink.of(
            operator == null ? null : OperatorId.parse("--operator", operator),
            now,
            LoginLink.LIFETIME);
    String token =
        link.seal(new Sealer(config.masterKeys(folder, random), random), new RandomText(random))
            .reveal();
    String url = config.url() + LoginLink.PATH + token;
    if (json) {
      Instant end = now.plus(LoginLink.LIFETIME).truncatedTo(ChronoUnit.SECONDS);
      Console.system()
          .line(Json.pretty(Json.object().put("url", url).put("expire_time", end.toString())));
    } else {
      Console.system().line(url);
      Console.aside().line("It works once, within " + LoginLink.LIFETIME.toMinutes() + " minutes.");
    }
    return 0;
  }
}
