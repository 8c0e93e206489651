package dev.ostiary.organization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ApiTokenId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The SQL of API tokens.
final class ApiTokenStore {
  private static final String COLUMNS =
      """
      environment_id, id, organization_id, user_id, claims, description, suffix, expire_time
      """;

  private static final String INSERT =
      """
      insert into api_token
        (environment_id, id, organization_id, hash, user_id, claims, description, suffix,
         expire_time)
      values
        (:environment, :id, :organization, :hash, :user_id, cast(:claims as jsonb), :description,
         :suffix, :expire_time)
      """;

  private static final String UPDATE =
      """
      update api_token set claims = cast(:claims as jsonb), description = :description
      where environment_id = :environment and id = :id
      """;

  private static final String DELETE =
      "delete from api_token where environment_id = :environment and id = :id";

  private static final String DELETE_EXPIRED =
      """
      delete from api_token
      where environment_id = :environment and organization_id = :organization
        and expire_time <= :now
      """;

  private static final String BY_HASH =
      "select "
          + COLUMNS
          + """
          from api_token
          where environment_id = :environment and hash = :hash
            and (expire_time is null or expire_time > :now)
          """;

  private static final String BY_ID =
      "select "
          + COLUMNS
          + """
          from api_token
          where environment_id = :environment and id = :id
            and (expire_time is null or expire_time > :now)
          """;

  private static final String LIVE =
      "select "
          + COLUMNS
          + """
          from api_token
          where environment_id = :environment and organization_id = :organization
            and (expire_time is null or expire_time > :now)
          """;

  private static final PageSql PAGE = PageSql.of(LIVE, "id");

  private static final PageSql PAGE_OF_USER = PageSql.of(LIVE + " and user_id = :user_id", "id");

  void insert(Tx tx, ApiToken token, byte[] hash) {
    tx.sql(INSERT)
        .bind("environment", token.environment())
        .bind("id", token.id())
        .bind("organization", token.organization())
        .bind("hash", hash)
        .bind("user_id", token.userId())
        .bind("claims", json(token.claims()))
        .bind("description", token.description())
        .bind("suffix", token.suffix())
        .bind("expire_time", token.expireTime())
        .run();
  }

  void update(Tx tx, ApiToken token) {
    tx.sql(UPDATE)
        .bind("environment", token.environment())
        .bind("id", token.id())
        .bind("claims", json(token.claims()))
        .bind("description", token.description())
        .run();
  }

  void delete(Tx tx, ApiToken token) {
    tx.sql(DELETE).bind("environment", token.environment()).bind("id", token.id()).run();
  }

  /// Whoever makes tokens that soon expire keeps making them: what has expired goes with the next.
  void deleteExpired(Tx tx, EnvironmentId environment, OrganizationId organization, Instant now) {
    tx.sql(DELETE_EXPIRED)
        .bind("environment", environment)
        .bind("organization", organization)
        .bind("now", now)
        .runLater();
  }

  Optional<ApiToken> find(Tx tx, EnvironmentId environment, byte[] hash, Instant now) {
    return tx.sql(BY_HASH)
        .bind("environment", environment)
        .bind("hash", hash)
        .bind("now", now)
        .find(ApiTokenStore::token);
  }

  Optional<ApiToken> find(Tx tx, EnvironmentId environment, ApiTokenId id, Instant now) {
    return tx.sql(BY_ID)
        .bind("environment", environment)
        .bind("id", id)
        .bind("now", now)
        .find(ApiTokenStore::token);
  }

  Page<ApiToken> page(
      Tx tx,
      EnvironmentId environment,
      OrganizationId organization,
      @Nullable String userId,
      Page.Request request,
      Instant now) {
    return (userId == null ? PAGE : PAGE_OF_USER)
        .read(
            tx,
            request,
            sql -> {
              Sql bound = sql.bind("environment", environment).bind("organization", organization);
              return (userId == null ? bound : bound.bind("user_id", userId)).bind("now", now);
            },
            ApiTokenStore::token,
            token -> token.id().number());
  }

  private static String json(Map<String, String> claims) {
    ObjectNode json = Json.object();
    claims.forEach(json::put);
    return Json.text(json);
  }

  private static ApiToken token(Row row) {
    Map<String, String> claims = new TreeMap<>();
    Json.parse(row.text("claims"))
        .properties()
        .forEach(member -> claims.put(member.getKey(), member.getValue().asText()));
    return new ApiToken(
        row.id("id", ApiTokenId::new),
        row.id("environment_id", EnvironmentId::new),
        row.id("organization_id", OrganizationId::new),
        row.textOrNull("user_id"),
        claims,
        row.textOrNull("description"),
        row.text("suffix"),
        row.instantOrNull("expire_time"));
  }
}
