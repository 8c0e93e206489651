package dev.ostiary.login;

import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.LoginId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The SQL of attempts while they are under way.
final class LoginStore {
  static final String COLUMNS =
      """
      l.environment_id, l.id, l.purpose, l.status, l.client_id, l.organization_id, l.connection_id,
      l.connection_type, l.connection_provider,
      coalesce(l.connection_revision, 0) as connection_revision, l.email, l.request, l.steps, l.received, l.error,
      l.error_description, l.create_time, l.expire_time
      """;

  private static final String INSERT =
      """
      insert into login
        (environment_id, id, purpose, status, client_id, organization_id, connection_id,
         connection_type, connection_provider, connection_revision, email, request, browser_hash,
         steps, received, error, error_description, create_time, expire_time, delete_time)
      values
        (:environment, :id, :purpose, :status, :client, :organization, :connection, :type,
         :provider, :revision, :email, cast(:request as jsonb), :browser_hash, cast(:steps as jsonb),
         cast(:received as jsonb), :error, :error_description, :create_time, :expire_time,
         :delete_time)
      """;

  /// Whoever comes second finds nothing, on whichever node.
  private static final String CONSUME =
      """
      update login l set consume_time = :now
      where l.environment_id = :environment and l.id = :id and l.browser_hash = :browser_hash
        and l.status = 'PENDING' and l.consume_time is null and l.expire_time > :now
      returning
      """
          + COLUMNS;

  private static final String FIND =
      "select " + COLUMNS + "from login l where l.environment_id = :environment and l.id = :id";

  private static final String FIND_OF_BROWSER = FIND + " and l.browser_hash = :browser_hash";

  private static final String FINISH =
      """
      update login l
      set status = :status, email = coalesce(:email, email), steps = steps || cast(:steps as jsonb),
          received = cast(:received as jsonb), error = :error, error_description = :error_description
      where l.environment_id = :environment and l.id = :id
      """;

  void insert(Tx tx, Login login, byte @Nullable [] browserHash, Instant deleteTime) {
    LoginTarget target = login.target();
    tx.sql(INSERT)
        .bind("environment", login.environment())
        .bind("id", login.id())
        .bind("purpose", login.purpose().name())
        .bind("status", login.status().name())
        .bind("client", login.client())
        .bind("organization", target == null ? null : target.organization())
        .bind("connection", target == null ? null : target.connection())
        .bind("type", target == null ? null : target.type().name())
        .bind("provider", target == null ? null : target.provider().name())
        .bind("revision", target == null ? null : Long.valueOf(target.revision()))
        .bind("email", login.email())
        .bind("request", login.request() == null ? null : LoginCodec.write(login.request()))
        .bind("browser_hash", browserHash)
        .bind("steps", LoginCodec.write(login.steps()))
        .bind("received", login.received() == null ? null : Json.text(login.received()))
        .bind("error", login.failure() == null ? null : login.failure().error().name())
        .bind("error_description", login.failure() == null ? null : login.failure().description())
        .bind("create_time", login.createTime())
        .bind("expire_time", login.expireTime())
        .bind("delete_time", deleteTime)
        .runLater();
  }

  Asked<Optional<Login>> consume(
      Tx tx, EnvironmentId environment, Handshake handshake, Instant now) {
    return tx.sql(CONSUME)
        .bind("environment", environment)
        .bind("id", handshake.id())
        .bind("browser_hash", handshake.browserHash())
        .bind("now", now)
        .findLater(LoginStore::login);
  }

  Optional<Login> find(Tx tx, EnvironmentId environment, LoginId id) {
    return tx.sql(FIND).bind("environment", environment).bind("id", id).find(LoginStore::login);
  }

  Asked<Optional<Login>> find(Tx tx, EnvironmentId environment, Handshake handshake) {
    return tx.sql(FIND_OF_BROWSER)
        .bind("environment", environment)
        .bind("id", handshake.id())
        .bind("browser_hash", handshake.browserHash())
        .findLater(LoginStore::login);
  }

  /// Stores how an attempt ended; the steps are added to those that are there.
  void finish(Tx tx, Login login) {
    tx.sql(FINISH)
        .bind("environment", login.environment())
        .bind("id", login.id())
        .bind("status", login.status().name())
        .bind("email", login.email())
        .bind("steps", LoginCodec.write(login.steps()))
        .bind("received", login.received() == null ? null : Json.text(login.received()))
        .bind("error", login.failure() == null ? null : login.failure().error().name())
        .bind("error_description", login.failure() == null ? null : login.failure().description())
        .runLater();
  }

  static Login login(Row row) {
    ConnectionId connection = row.idOrNull("connection_id", ConnectionId::new);
    String request = row.textOrNull("request");
    String received = row.textOrNull("received");
    LoginError error = row.enumOrNull("error", LoginError.class);
    return new Login(
        row.id("environment_id", EnvironmentId::new),
        row.id("id", LoginId::new),
        Purpose.valueOf(row.text("purpose")),
        LoginStatus.valueOf(row.text("status")),
        row.idOrNull("client_id", ClientId::new),
        request == null ? null : LoginCodec.readRequest(request),
        connection == null
            ? null
            : new LoginTarget(
                Objects.requireNonNull(row.idOrNull("organization_id", OrganizationId::new)),
                connection,
                ConnectionType.valueOf(row.text("connection_type")),
                ConnectionProvider.valueOf(row.text("connection_provider")),
                row.number("connection_revision")),
        row.textOrNull("email"),
        LoginCodec.readSteps(row.text("steps")),
        received == null ? null : Json.parseObject(received),
        error == null
            ? null
            : new Login.Failure(
                error, Objects.requireNonNullElse(row.textOrNull("error_description"), "")),
        row.instant("create_time"),
        row.instant("expire_time"));
  }
}
