package dev.ostiary.organization;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of what an organization has set apart from its features. Most have set nothing, and no
/// row.
final class SettingsStore {
  private static final String POLICY =
      """
      select custom_policy, absolute_minutes, idle_enabled, idle_minutes
      from organization_settings
      where environment_id = :environment and organization_id = :organization
      """;

  private static final String SET_POLICY =
      """
      insert into organization_settings
        (environment_id, organization_id, custom_policy, absolute_minutes, idle_enabled,
         idle_minutes)
      values (:environment, :organization, :custom, :absolute, :idle_enabled, :idle)
      on conflict (environment_id, organization_id) do update
      set custom_policy = :custom, absolute_minutes = :absolute, idle_enabled = :idle_enabled,
          idle_minutes = :idle
      """;

  private static final String MAX_USERS =
      """
      select max_users from organization_settings
      where environment_id = :environment and organization_id = :organization
        and max_users is not null
      """;

  private static final String SET_MAX_USERS =
      """
      insert into organization_settings (environment_id, organization_id, custom_policy, max_users)
      values (:environment, :organization, false, :max_users)
      on conflict (environment_id, organization_id) do update set max_users = :max_users
      """;

  Optional<SessionPolicy> policy(Tx tx, EnvironmentId environment, OrganizationId organization) {
    return tx.sql(POLICY)
        .bind("environment", environment)
        .bind("organization", organization)
        .find(row ->
            new SessionPolicy(
                row.flag("custom_policy"),
                minutes(row, "absolute_minutes"),
                row.flagOrNull("idle_enabled"),
                minutes(row, "idle_minutes")));
  }

  private static @Nullable Duration minutes(Row row, String column) {
    Integer minutes = row.integerOrNull(column);
    return minutes == null ? null : Duration.ofMinutes(minutes);
  }

  void setPolicy(
      Tx tx, EnvironmentId environment, OrganizationId organization, SessionPolicy policy) {
    tx.sql(SET_POLICY)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("custom", policy.custom())
        .bindOrNull("absolute", minutes(policy.absolute()))
        .bindOrNull("idle_enabled", policy.idleEnabled())
        .bindOrNull("idle", minutes(policy.idle()))
        .run();
  }

  private static @Nullable Integer minutes(@Nullable Duration duration) {
    return duration == null ? null : (int) duration.toMinutes();
  }

  Optional<Integer> maxUsers(Tx tx, EnvironmentId environment, OrganizationId organization) {
    return tx.sql(MAX_USERS)
        .bind("environment", environment)
        .bind("organization", organization)
        .find(row -> row.integer("max_users"));
  }

  void setMaxUsers(
      Tx tx, EnvironmentId environment, OrganizationId organization, @Nullable Integer maxUsers) {
    tx.sql(SET_MAX_USERS)
        .bind("environment", environment)
        .bind("organization", organization)
        .bindOrNull("max_users", maxUsers)
        .run();
  }
}
