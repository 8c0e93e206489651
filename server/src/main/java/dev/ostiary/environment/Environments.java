package dev.ostiary.environment;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.UniqueViolation;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The environments of this installation. What was found is remembered for good, since an
/// environment never changes; what was not found is looked up again.
public final class Environments {
  private final Database database;
  private final IdSource ids;
  private final EnvironmentStore store = new EnvironmentStore();
  private final Map<String, Environment> byAuthority = new ConcurrentHashMap<>();
  private final Map<EnvironmentId, Environment> byId = new ConcurrentHashMap<>();

  public Environments(Database database, IdSource ids) {
    this.database = database;
    this.ids = ids;
  }

  public Environment create(String name, URI url) {
    Environment environment = new Environment(new EnvironmentId(ids.next()), name, url);
    try {
      database.run(tx -> store.insert(tx, environment));
    } catch (UniqueViolation e) {
      throw Problem.alreadyExists(
          "url: " + environment.url() + " belongs to another environment; choose another host");
    }
    return environment;
  }

  public Environment get(EnvironmentId id) {
    Environment known = byId.get(id);
    return known == null
        ? remember(database.transact(tx -> store.find(tx, id)))
            .orElseThrow(() -> Problem.notFound("environment", id))
        : known;
  }

  /// All of them, oldest first; an installation has a handful.
  public List<Environment> list() {
    return database.transact(store::list);
  }

  /// The environment that a request was sent to.
  ///
  /// @param authority host and port, as in the `Host` header or `:authority`
  public Optional<Environment> findByAuthority(String authority) {
    String wanted = authority.toLowerCase(Locale.ROOT).replaceFirst(":(443|80)$", "");
    Environment known = byAuthority.get(wanted);
    return known == null
        ? remember(database.transact(tx -> store.findByAuthority(tx, wanted)))
        : Optional.of(known);
  }

  /// What was chosen for an environment; may change at any time.
  public EnvironmentSettings settings(EnvironmentId id) {
    return database.transact(tx -> store.settings(tx, id)).orElse(EnvironmentSettings.DEFAULT);
  }

  public void setSettings(EnvironmentId id, EnvironmentSettings settings) {
    database.run(tx -> store.setSettings(tx, id, settings));
  }

  private Optional<Environment> remember(Optional<Environment> found) {
    found.ifPresent(environment -> {
      byId.put(environment.id(), environment);
      byAuthority.put(environment.authority(), environment);
    });
    return found;
  }
}
