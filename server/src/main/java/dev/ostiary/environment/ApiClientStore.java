package dev.ostiary.environment;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of API clients and their secrets.
final class ApiClientStore {
  private static final String INSERT =
      "insert into api_client (environment_id, id, name) values (:environment, :id, :name)";

  private static final String INSERT_SECRET =
      """
      insert into api_client_secret (environment_id, client_id, id, hash, expire_time)
      values (:environment, :client, :id, :hash, :expire_time)
      """;

  private static final String CREDENTIALS =
      """
      select c.environment_id, c.id, c.name, s.hash
      from api_client c
      join api_client_secret s on s.environment_id = c.environment_id and s.client_id = c.id
      where c.environment_id = :environment and c.id = :id
        and (s.expire_time is null or s.expire_time > :now)
      """;

  private static final String BY_ID =
      "select environment_id, id, name from api_client where environment_id = :environment and id = :id";

  private static final String ALL =
      "select environment_id, id, name from api_client where environment_id = :environment order by id";

  private static final String DELETE =
      "delete from api_client where environment_id = :environment and id = :id";

  /// A secret that is valid now, and whose it is.
  record Credential(ApiClient client, byte[] hash) {}

  void insert(Tx tx, ApiClient client) {
    tx.sql(INSERT)
        .bind("environment", client.environment())
        .bind("id", client.id())
        .bind("name", client.name())
        .run();
  }

  void insertSecret(
      Tx tx, ApiClient client, ClientSecretId id, byte[] hash, @Nullable Instant expireTime) {
    tx.sql(INSERT_SECRET)
        .bind("environment", client.environment())
        .bind("client", client.id())
        .bind("id", id)
        .bind("hash", hash)
        .bind("expire_time", expireTime)
        .run();
  }

  List<Credential> credentials(Tx tx, EnvironmentId environment, ClientId id, Instant now) {
    return tx.sql(CREDENTIALS)
        .bind("environment", environment)
        .bind("id", id)
        .bind("now", now)
        .list(row -> new Credential(client(row), row.bytes("hash")));
  }

  Optional<ApiClient> find(Tx tx, EnvironmentId environment, ClientId id) {
    return tx.sql(BY_ID)
        .bind("environment", environment)
        .bind("id", id)
        .find(ApiClientStore::client);
  }

  List<ApiClient> list(Tx tx, EnvironmentId environment) {
    return tx.sql(ALL).bind("environment", environment).list(ApiClientStore::client);
  }

  int delete(Tx tx, EnvironmentId environment, ClientId id) {
    return tx.sql(DELETE).bind("environment", environment).bind("id", id).run();
  }

  private static ApiClient client(Row row) {
    return new ApiClient(
        row.id("id", ClientId::new),
        row.id("environment_id", EnvironmentId::new),
        row.text("name"));
  }
}
