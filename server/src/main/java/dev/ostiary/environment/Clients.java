package dev.ostiary.environment;

import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import java.time.InstantSource;

/// All who may ask for tokens: the apps of environments, and the machines of their organizations.
public record Clients(ApiClients apps, OrganizationClients machines) {
  public static Clients assemble(
      Database database, IdSource ids, InstantSource clock, RandomText random) {
    return new Clients(
        new ApiClients(database, ids, clock, random),
        new OrganizationClients(database, ids, clock, random));
  }
}
