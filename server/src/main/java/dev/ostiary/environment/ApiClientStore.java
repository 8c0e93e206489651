package dev.ostiary.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The SQL of API clients.
final class ApiClientStore {
  private static final String COLUMNS =
      """
      environment_id, id, name, type, post_login_uris, initiate_login_uri,
      post_logout_redirect_uris, back_channel_logout_uris, grant_types, enforce_pkce, api_access,
      access_token_seconds, scopes, custom_claims, update_time
      """;

  private static final String INSERT =
      """
      insert into api_client
        (environment_id, id, name, type, post_login_uris, initiate_login_uri,
         post_logout_redirect_uris, back_channel_logout_uris, grant_types, enforce_pkce, api_access,
         access_token_seconds, scopes, custom_claims, update_time)
      values
        (:environment, :id, :name, :type, :post_login_uris, :initiate_login_uri,
         :post_logout_redirect_uris, :back_channel_logout_uris, :grant_types, :enforce_pkce,
         :api_access, :access_token_seconds, :scopes, cast(:custom_claims as jsonb), :update_time)
      """;

  private static final String UPDATE =
      """
      update api_client
      set name = :name, type = :type, post_login_uris = :post_login_uris,
          initiate_login_uri = :initiate_login_uri,
          post_logout_redirect_uris = :post_logout_redirect_uris,
          back_channel_logout_uris = :back_channel_logout_uris, grant_types = :grant_types,
          enforce_pkce = :enforce_pkce, api_access = :api_access,
          access_token_seconds = :access_token_seconds, scopes = :scopes,
          custom_claims = cast(:custom_claims as jsonb), update_time = :update_time
      where environment_id = :environment and id = :id
      """;

  private static final String BY_ID =
      "select " + COLUMNS + "from api_client where environment_id = :environment and id = :id";

  private static final String LOCK = BY_ID + " for no key update";

  private static final String ALL =
      "select " + COLUMNS + "from api_client where environment_id = :environment order by id";

  private static final String NAMED =
      "select "
          + COLUMNS
          + "from api_client where environment_id = :environment and id = any(:ids)";

  private static final PageSql PAGE =
      PageSql.of(
          "select "
              + COLUMNS
              + """
              from api_client
              where environment_id = :environment
                and (type = any(:types) or cardinality(:types) = 0)
              """,
          "id");

  private static final String DELETE =
      "delete from api_client where environment_id = :environment and id = :id";

  void insert(Tx tx, ApiClient client) {
    bind(tx.sql(INSERT), client).run();
  }

  void update(Tx tx, ApiClient client) {
    bind(tx.sql(UPDATE), client).run();
  }

  Asked<Optional<ApiClient>> findLater(Tx tx, EnvironmentId environment, ClientId id) {
    return one(tx.sql(BY_ID), environment, id);
  }

  Optional<ApiClient> lock(Tx tx, EnvironmentId environment, ClientId id) {
    return one(tx.sql(LOCK), environment, id).get();
  }

  private static Asked<Optional<ApiClient>> one(Sql sql, EnvironmentId environment, ClientId id) {
    return sql.bind("environment", environment).bind("id", id).findLater(ApiClientStore::client);
  }

  List<ApiClient> list(Tx tx, EnvironmentId environment) {
    return tx.sql(ALL).bind("environment", environment).list(ApiClientStore::client);
  }

  List<ApiClient> list(Tx tx, EnvironmentId environment, long[] ids) {
    return tx.sql(NAMED)
        .bind("environment", environment)
        .bindArray("ids", "bigint", ids)
        .list(ApiClientStore::client);
  }

  Page<ApiClient> page(
      Tx tx, EnvironmentId environment, Set<ClientType> types, Page.Request request) {
    return PAGE.read(
        tx,
        request,
        sql -> sql.bind("environment", environment).bindArray("types", "text", names(types)),
        ApiClientStore::client,
        client -> client.id().number());
  }

  int delete(Tx tx, EnvironmentId environment, ClientId id) {
    return tx.sql(DELETE).bind("environment", environment).bind("id", id).run();
  }

  private static Sql bind(Sql sql, ApiClient client) {
    ClientUris uris = client.settings().uris();
    ClientPolicy policy = client.settings().policy();
    return sql.bind("environment", client.environment())
        .bind("id", client.id())
        .bind("name", client.name())
        .bind("type", client.settings().type().name())
        .bindArray("post_login_uris", "text", texts(uris.postLogin()))
        .bind("initiate_login_uri", uris.initiateLogin())
        .bindArray("post_logout_redirect_uris", "text", texts(uris.postLogout()))
        .bindArray("back_channel_logout_uris", "text", texts(uris.backChannelLogout()))
        .bindArray("grant_types", "text", names(policy.grants()))
        .bind("enforce_pkce", policy.enforcePkce())
        .bind("api_access", policy.apiAccess())
        .bind("access_token_seconds", policy.accessTokenLife().toSeconds())
        .bindArray("scopes", "text", texts(policy.scopes()))
        .bind("custom_claims", json(policy.customClaims()))
        .bind("update_time", client.updateTime());
  }

  private static String[] texts(Collection<?> values) {
    return values.stream().map(Object::toString).toArray(String[]::new);
  }

  private static String[] names(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).toArray(String[]::new);
  }

  static String json(CustomClaims claims) {
    ObjectNode json = Json.object();
    claims.values().forEach(json::put);
    return Json.text(json);
  }

  static CustomClaims claims(Row row) {
    Map<String, String> values = new TreeMap<>();
    Json.parse(row.text("custom_claims"))
        .properties()
        .forEach(member -> values.put(member.getKey(), member.getValue().asText()));
    return new CustomClaims(values);
  }

  private static ApiClient client(Row row) {
    return new ApiClient(
        row.id("id", ClientId::new),
        row.id("environment_id", EnvironmentId::new),
        new ClientSettings(
            row.text("name"),
            ClientType.valueOf(row.text("type")),
            new ClientUris(
                row.texts("post_login_uris").stream().map(RedirectUri::new).toList(),
                row.textOrNull("initiate_login_uri"),
                row.texts("post_logout_redirect_uris").stream().map(RedirectUri::new).toList(),
                row.texts("back_channel_logout_uris")),
            new ClientPolicy(
                row.texts("grant_types").stream()
                    .map(GrantType::valueOf)
                    .collect(Collectors.toSet()),
                row.flag("enforce_pkce"),
                row.flag("api_access"),
                Duration.ofSeconds(row.integer("access_token_seconds")),
                row.texts("scopes"),
                claims(row))),
        row.instant("update_time"));
  }
}
