package dev.ostiary.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Actor;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
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

  private static final PageSql PAGE = PageSql.of(ENTRIES, "id");

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

  /// The newest first. The total is not counted: it only grows.
  public Page<AuditEntry> list(EnvironmentId environment, Page.Request request) {
    List<AuditEntry> found =
        database.transact(
            tx -> PAGE.of(tx, request).bind("environment", environment).list(AuditLog::entry));
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
