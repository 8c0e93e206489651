package dev.ostiary.organization;

import dev.ostiary.event.Recorder;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;

/// The organizations and all that belongs to them, put together.
public record Customers(Organizations organizations, Domains domains) {

  public static Customers assemble(
      Database database, Recorder recorder, IdSource ids, RandomText random, TxtLookup dns) {
    Organizations organizations = new Organizations(database, recorder, ids);
    return new Customers(
        organizations, new Domains(database, recorder, organizations, ids, random, dns));
  }
}
