package dev.ostiary.organization;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What organizations set apart from their features: how long sessions last, how many users there
/// may be. We keep both for the app; users and sessions are its own.
public final class OrganizationSettings {
  private final Database database;
  private final Organizations organizations;
  private final SettingsStore store = new SettingsStore();

  public OrganizationSettings(Database database, Organizations organizations) {
    this.database = database;
    this.organizations = organizations;
  }

  public SessionPolicy sessionPolicy(EnvironmentId environment, OrganizationId organization) {
    organizations.get(environment, organization);
    return database.transact(tx -> sessionPolicy(tx, environment, organization));
  }

  /// @param change is given the present policy and gives back the one to be
  public SessionPolicy changeSessionPolicy(
      EnvironmentId environment, OrganizationId organization, UnaryOperator<SessionPolicy> change) {
    return database.transact(tx -> {
      organizations.lock(tx, environment, organization);
      SessionPolicy policy = change.apply(sessionPolicy(tx, environment, organization));
      store.setPolicy(tx, environment, organization, policy);
      return policy;
    });
  }

  private SessionPolicy sessionPolicy(
      Tx tx, EnvironmentId environment, OrganizationId organization) {
    return store.policy(tx, environment, organization).orElse(SessionPolicy.APPLICATION);
  }

  /// How many users the organization may have; empty for no limit.
  public Optional<Integer> maxUsers(EnvironmentId environment, OrganizationId organization) {
    organizations.get(environment, organization);
    return database.transact(tx -> store.maxUsers(tx, environment, organization));
  }

  /// @param maxUsers null for no limit
  public void setMaxUsers(
      EnvironmentId environment, OrganizationId organization, @Nullable Integer maxUsers) {
    if (maxUsers != null && maxUsers < 0) {
      throw Problem.invalid(
          "settings.max_allowed_users", "found " + maxUsers + ", expected 0 or more");
    }
    database.run(tx -> {
      organizations.lock(tx, environment, organization);
      store.setMaxUsers(tx, environment, organization, maxUsers);
    });
  }
}
