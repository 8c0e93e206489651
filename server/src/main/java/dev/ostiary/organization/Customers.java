package dev.ostiary.organization;

import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import java.time.InstantSource;

/// The organizations and all that belongs to them, put together.
public record Customers(
    Organizations organizations,
    Domains domains,
    PortalLinks portalLinks,
    OrganizationSettings settings,
    ApiTokens apiTokens) {

  /// What the rooms of this package need beside each other.
  public record Tools(
      Database database,
      LogWriter writer,
      IdSource ids,
      InstantSource clock,
      RandomText random,
      TxtLookup dns) {}

  public static Customers assemble(Tools tools) {
    Database database = tools.database();
    Organizations organizations = new Organizations(database, tools.writer(), tools.ids());
    return new Customers(
        organizations,
        new Domains(
            database, tools.writer(), organizations, tools.ids(), tools.random(), tools.dns()),
        new PortalLinks(database, organizations, tools.ids(), tools.clock(), tools.random()),
        new OrganizationSettings(database, organizations),
        new ApiTokens(database, organizations, tools.ids(), tools.clock(), tools.random()));
  }
}
