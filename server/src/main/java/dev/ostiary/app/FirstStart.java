package dev.ostiary.app;

import dev.ostiary.app.config.DataFolder;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.CreatedClient;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.token.SigningKeys;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes what an empty database lacks: the first environment with its signing key, an API client
/// for the app, and one for the commands on this machine.
record FirstStart(
    Environments environments, ApiClients clients, SigningKeys keys, DataFolder folder) {

  /// What was made; the secret of the app's client can be shown only now.
  record Made(Environment environment, CreatedClient app) {}

  /// @return null when there is an environment already
  @Nullable Made ifNeeded(URI url) {
    List<Environment> existing = environments.list();
    if (!existing.isEmpty()) {
      existing.forEach(environment -> keys.prepare(environment.id()));
      return null;
    }
    Environment environment = environments.create("Development", url);
    keys.prepare(environment.id());
    CreatedClient app = clients.create(environment.id(), "First app");
    CreatedClient commands = clients.create(environment.id(), "Command line");
    folder.keep(
        new DataFolder.CliClient(
            url.toString(), commands.client().id().toString(), commands.secret()));
    return new Made(environment, app);
  }
}
