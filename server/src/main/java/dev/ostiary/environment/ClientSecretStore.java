package dev.ostiary.environment;

import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of clients' secrets, which are kept alike for both kinds of clients, in a table of each.
final class ClientSecretStore {
  private static final String COLUMNS =
      "id, suffix, active, created_by, expire_time, last_used_time, update_time";

  private final String insert;
  private final String valid;
  private final String used;
  private final String list;
  private final String setActive;
  private final String delete;

  /// @param table where they are; never a text that came from outside
  ClientSecretStore(String table) {
    insert =
        """
        insert into %s
          (environment_id, client_id, id, hash, suffix, active, created_by, update_time)
        values (:environment, :client, :id, :hash, :suffix, true, :created_by, :update_time)
        """
            .formatted(table);
    valid =
        """
        select id, hash, last_used_time from %s
        where environment_id = :environment and client_id = :client and active
          and (expire_time is null or expire_time > :now)
        """
            .formatted(table);
    used =
        """
        update %s set last_used_time = :now
        where environment_id = :environment and client_id = :client and id = :id
          and (last_used_time is null or last_used_time < :unless_since)
        """
            .formatted(table);
    list =
        """
        select %s from %s
        where environment_id = :environment and client_id = :client
        order by id desc
        """
            .formatted(COLUMNS, table);
    setActive =
        """
        update %s set active = :active, update_time = :update_time
        where environment_id = :environment and client_id = :client and id = :id
        returning %s
        """
            .formatted(table, COLUMNS);
    delete =
        """
        delete from %s where environment_id = :environment and client_id = :client and id = :id
        """
            .formatted(table);
  }

  /// A secret that is valid now.
  record Credential(ClientSecretId id, byte[] hash, @Nullable Instant lastUsedTime) {
    boolean usedSince(Instant time) {
      return lastUsedTime != null && !lastUsedTime.isBefore(time);
    }
  }

  void insert(Tx tx, EnvironmentId environment, Id client, ClientSecret secret, byte[] hash) {
    tx.sql(insert)
        .bind("environment", environment)
        .bind("client", client)
        .bind("id", secret.id())
        .bind("hash", hash)
        .bind("suffix", secret.suffix())
        .bind("created_by", secret.createdBy())
        .bind("update_time", secret.updateTime())
        .run();
  }

  Asked<List<Credential>> valid(Tx tx, EnvironmentId environment, Id client, Instant now) {
    return tx.sql(valid)
        .bind("environment", environment)
        .bind("client", client)
        .bind("now", now)
        .listLater(row ->
            new Credential(
                row.id("id", ClientSecretId::new),
                row.bytes("hash"),
                row.instantOrNull("last_used_time")));
  }

  /// Remembers a use, unless there has been one since `unlessSince`.
  void used(
      Tx tx,
      EnvironmentId environment,
      Id client,
      ClientSecretId id,
      Instant now,
      Instant unlessSince) {
    tx.sql(used)
        .bind("environment", environment)
        .bind("client", client)
        .bind("id", id)
        .bind("now", now)
        .bind("unless_since", unlessSince)
        .run();
  }

  List<ClientSecret> list(Tx tx, EnvironmentId environment, Id client) {
    return tx.sql(list)
        .bind("environment", environment)
        .bind("client", client)
        .list(ClientSecretStore::secret);
  }

  Optional<ClientSecret> setActive(
      Tx tx, EnvironmentId environment, Id client, ClientSecretId id, boolean active, Instant now) {
    return tx.sql(setActive)
        .bind("environment", environment)
        .bind("client", client)
        .bind("id", id)
        .bind("active", active)
        .bind("update_time", now)
        .find(ClientSecretStore::secret);
  }

  int delete(Tx tx, EnvironmentId environment, Id client, ClientSecretId id) {
    return tx.sql(delete)
        .bind("environment", environment)
        .bind("client", client)
        .bind("id", id)
        .run();
  }

  private static ClientSecret secret(Row row) {
    return new ClientSecret(
        row.id("id", ClientSecretId::new),
        row.text("suffix"),
        row.flag("active"),
        row.textOrNull("created_by"),
        row.instantOrNull("expire_time"),
        row.instantOrNull("last_used_time"),
        row.instant("update_time"));
  }
}
