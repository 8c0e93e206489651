package dev.ostiary.app.command;

import com.linecorp.armeria.client.ClientFactory;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.platform.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server a command talks to, and as which API client. Without options it is the server of
/// this folder and the client that was made for the command line.
public final class ServerOptions {
  @Option(names = "--url", paramLabel = "URL", description = "The server's URL.")
  private @Nullable String url;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "An API client (skc_…); with --client-secret.")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret",
      paramLabel = "SECRET",
      description = "Its secret; asked for when it is left empty.",
      arity = "0..1",
      interactive = true)
  private @Nullable String clientSecret;

  /// Trusts the authority that `up --tls` made in this data folder, if it did.
  private static ClientFactory trusting(Config config) {
    Path authority = new DataFolder(config.dataFolder()).developmentAuthority();
    return Files.exists(authority)
        ? ClientFactory.builder().tlsCustomizer(tls -> tls.trustManager(authority.toFile())).build()
        : ClientFactory.ofDefault();
  }

  /// @throws CommandFailed when the server or the credentials are not to be had
  public RestClient connect() {
    Config config = Config.read(System.getenv());
    if ((clientId == null) != (clientSecret == null)) {
      throw new CommandFailed("--client-id and --client-secret belong together; give both");
    }
    if (clientId != null && clientSecret != null) {
      return new RestClient(
          url == null ? config.url().toString() : url,
          clientId,
          new Secret(clientSecret),
          trusting(config));
    }
    Optional<DataFolder.CliClient> kept = new DataFolder(config.dataFolder()).cliClient();
    if (kept.isEmpty()) {
      throw new CommandFailed(
          "no credentials in "
              + config.dataFolder()
              + "; start the server there with ./ostiary up, or give --client-id and --client-secret");
    }
    return new RestClient(
        url == null ? kept.get().url() : url,
        kept.get().clientId(),
        kept.get().clientSecret(),
        trusting(config));
  }
}
