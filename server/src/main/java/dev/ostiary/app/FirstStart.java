package dev.ostiary.app;

import dev.ostiary.app.config.DataFolder;
import dev.ostiary.connection.Connection;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.ClientSecret;
import dev.ostiary.environment.CreatedClient;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.database.Database;
import dev.ostiary.token.SigningKeys;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes what an installation lacks, all of it or nothing: the first environment with its signing
/// key, an API client for the app, and one for the commands on this machine.
record FirstStart(
    Database database,
    Environments environments,
    ApiClients clients,
    SigningKeys keys,
    Playground playground,
    DataFolder folder) {
  private static final String COMMANDS = "Command line";

  /// A client keeps ten secrets; data folders that are lost again and again must not fill it up.
  private static final int SECRETS_OF_COMMANDS = 5;

  /// What was made; the secret of the app's client can be shown only now.
  ///
  /// @param simulated the connection of the playground, if one was wanted
  record Made(Environment environment, CreatedClient app, @Nullable Connection simulated) {}

  /// @param withPlayground whether a new environment begins with a simulated sign-in
  /// @return null when nothing was missing but, perhaps, the credentials of the command line
  @Nullable Made ifNeeded(URI url, boolean withPlayground) {
    return database
        .<Optional<Made>>together(tx -> Optional.ofNullable(make(url, withPlayground)))
        .orElse(null);
  }

  private @Nullable Made make(URI url, boolean withPlayground) {
    List<Environment> existing = environments.list();
    if (existing.isEmpty()) {
      return makeFirst(environments.create("Development", url), withPlayground);
    }
    existing.forEach(environment -> keys.prepare(environment.id()));
    Environment first = existing.getFirst();
    if (clients.list(first.id()).isEmpty()) {
      return makeClients(first);
    }
    if (folder.cliClient().isEmpty()) {
      keepCommands(first);
    }
    return null;
  }

  private Made makeFirst(Environment environment, boolean withPlayground) {
    keys.prepare(environment.id());
    Made made = makeClients(environment);
    return withPlayground
        ? new Made(environment, made.app(), playground.make(environment.id()))
        : made;
  }

  private Made makeClients(Environment environment) {
    CreatedClient app = clients.create(environment.id(), "First app");
    keepCommands(environment);
    return new Made(environment, app, null);
  }

  /// Written before the commit: a file without its client is replaced by the next start, which
  /// finds no environment; a client without its file would need somebody to notice.
  private void keepCommands(Environment environment) {
    Optional<ApiClient> known =
        clients.list(environment.id()).stream()
            .filter(client -> client.settings().name().equals(COMMANDS))
            .filter(client -> !client.settings().type().isPublic())
            .findFirst();
    if (known.isPresent()) {
      keep(environment, known.get(), anotherSecret(known.get()));
    } else {
      CreatedClient created = clients.create(environment.id(), COMMANDS);
      keep(environment, created.client(), created.secret());
    }
  }

  private Secret anotherSecret(ApiClient client) {
    List<ClientSecret> secrets = clients.secrets(client.environment(), client.id());
    if (secrets.size() >= SECRETS_OF_COMMANDS) {
      clients.deleteSecret(client.environment(), client.id(), secrets.getLast().id());
    }
    return clients.createSecret(client.environment(), client.id(), null).plain();
  }

  private void keep(Environment environment, ApiClient client, Secret secret) {
    folder.keep(
        new DataFolder.CliClient(environment.url().toString(), client.id().toString(), secret));
  }
}
