package dev.ostiary.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Actor;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who did what, from where. Changes are written by the database itself; what changes no row, such
/// as a look at a secret, is added here.
public final class AuditLog {
  private static final String ENTRIES =
      """
      select id, time, organization_id, actor_type, actor_id, request_id, address, action,
        object_type, object_id, before, after
      from audit
      where environment_id = :environment
      """;

  /// What there can be entries of: the words of the triggers, and of {@link #add}.
  public static final List<String> OBJECT_TYPES =
      List.of(
          "API client",
          "API client secret",
          "API token",
          "connection",
          "domain",
          "environment settings",
          "operator",
          "organization",
          "organization client",
          "organization client secret",
          "organization settings",
          "passkey",
          "portal link",
          "webhook endpoint",
          "webhook secret");

  private static final String ADD =
      """
      insert into audit (environment_id, time, actor_type, actor_id, request_id, address, action,
        object_type, object_id)
      values (:environment, :time, :actor_type, :actor, :request, :address, :action, :object_type,
        :object)
      """;

  private final Database database;
  private final InstantSource clock;

  AuditLog(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Adds what somebody did that is no change.
  ///
  /// @param action in the past tense, e.g. `signed in`
  public void add(
      EnvironmentId environment, Actor actor, String action, String objectType, long objectId) {
    database.run(tx ->
        tx.sql(ADD)
            .bind("environment", environment)
            .bind("time", clock.instant())
            .bind("actor_type", actor.type())
            .bind("actor", actor.id())
            .bind("request", actor.requestId())
            .bind("address", actor.address())
            .bind("action", action)
            .bind("object_type", objectType)
            .bind("object", objectId)
            .run());
  }

  /// Which entries are wanted; what is null does not restrict.
  ///
  /// @param actorType as {@link AuditEntry#actorType}
  /// @param objectType one of {@link #OBJECT_TYPES}
  /// @param from inclusive
  public record Filter(
      @Nullable String actorType,
      @Nullable String objectType,
      @Nullable OrganizationId organization,
      @Nullable Instant from) {
    public static final Filter ALL = new Filter(null, null, null, null);

    /// Says nothing of what is not asked for, so that the planner sees which index serves.
    private String sql() {
      return ENTRIES
          + (actorType == null ? "" : " and actor_type = :actor_type")
          + (objectType == null ? "" : " and object_type = :object_type")
          + (organization == null ? "" : " and organization_id = :organization")
          + (from == null ? "" : " and time >= :from");
    }

    private Sql bound(Sql sql) {
      Sql bound = actorType == null ? sql : sql.bind("actor_type", actorType);
      bound = objectType == null ? bound : bound.bind("object_type", objectType);
      bound = organization == null ? bound : bound.bind("organization", organization);
      return from == null ? bound : bound.bind("from", from);
    }
  }

  /// The newest first. The total is not counted: it only grows.
  public Page<AuditEntry> list(EnvironmentId environment, Filter filter, Page.Request request) {
    List<AuditEntry> found =
        database.transact(tx ->
            filter
                .bound(PageSql.of(filter.sql(), "id").of(tx, request))
                .bind("environment", environment)
                .list(AuditLog::entry));
    return request.page(found, AuditEntry::id, found.size());
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.number("id"),
        row.instant("time"),
        row.idOrNull("organization_id", OrganizationId::new),
        row.text("actor_type"),
        row.text("actor_id"),
        row.text("request_id"),
        row.text("address"),
        row.text("action"),
        row.text("object_type"),
        row.idOrNull("object_id", number -> number),
        json(row.textOrNull("before")),
        json(row.textOrNull("after")));
  }

  private static @Nullable ObjectNode json(@Nullable String text) {
    return text == null ? null : Json.parseObject(text);
  }
}
