package dev.ostiary.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.outbound.OutboundUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The SQL of endpoints and their secrets.
final class EndpointStore {
  private static final String COLUMNS =
      """
      e.environment_id, e.id, e.url, e.name, e.description, e.event_types, e.disabled_reason,
      e.timeout_seconds, e.ordering, e.payload_format, e.asymmetric_signatures, e.headers,
      e.retry_delays_seconds, e.max_in_flight, e.rate_limit_per_second, e.update_time, e.revision
      """;

  private static final String INSERT =
      """
      with endpoint as (
        insert into webhook_endpoint (id, environment_id, url, name, description, event_types,
          disabled_reason, timeout_seconds, ordering, payload_format, asymmetric_signatures,
          headers, retry_delays_seconds, max_in_flight, rate_limit_per_second, update_time)
        values (:id, :environment, :url, :name, :description, :event_types, :disabled_reason,
          :timeout, :ordering, :format, :asymmetric, :headers::jsonb, :retries, :max_in_flight,
          :rate_limit, :now)
        returning id
      )
      insert into webhook_cursor (endpoint_id, environment_id, start_position, position)
      select id, :environment, :position, :position from endpoint
      """;

  private static final String UPDATE =
      """
      update webhook_endpoint
      set url = :url, name = :name, description = :description, event_types = :event_types,
        disabled_reason = :disabled_reason, timeout_seconds = :timeout, ordering = :ordering,
        payload_format = :format, asymmetric_signatures = :asymmetric, headers = :headers::jsonb,
        retry_delays_seconds = :retries, max_in_flight = :max_in_flight,
        rate_limit_per_second = :rate_limit, update_time = :now, revision = revision + 1
      where environment_id = :environment and id = :id
      """;

  private static final String BY_ID =
      "select "
          + COLUMNS
          + "from webhook_endpoint e where e.environment_id = :environment and e.id = :id";

  private static final String BY_ID_LOCKED = BY_ID + " for update";

  private static final String BY_REVISION_LOCKED = BY_ID + " and e.revision = :revision for update";

  private static final String KNOWN =
      "select id from webhook_endpoint where environment_id = :environment and id = :id";

  private static final PageSql PAGE =
      PageSql.of(
          "select "
              + COLUMNS
              + """
              from webhook_endpoint e
              where e.environment_id = :environment
              """,
          "e.id");

  private static final String DELETE =
      "delete from webhook_endpoint where environment_id = :environment and id = :id";

  private static final String RESUME =
      """
      update webhook_cursor set enabled_again = true
      where environment_id = :environment and endpoint_id = :id
      """;

  private static final String JUMP =
      """
      update webhook_cursor set jump_position = :position
      where environment_id = :environment and endpoint_id = :id
      """;

  private static final String ADD_SECRET =
      """
      insert into webhook_secret (endpoint_id, version, environment_id, sealed)
      values (:endpoint, :version, :environment, :sealed)
      """;

  private static final String END_SECRETS =
      """
      update webhook_secret set expire_time = :expire_time
      where environment_id = :environment and endpoint_id = :endpoint
        and (expire_time is null or expire_time > :expire_time)
      """;

  private static final String SECRETS =
      """
      select version, sealed, expire_time from webhook_secret
      where environment_id = :environment and endpoint_id = :endpoint
        and (expire_time is null or expire_time > :now)
      order by version desc
      limit :most
      """;

  private static final String REVEAL =
      """
      update webhook_secret set reveal_time = :now
      where environment_id = :environment and endpoint_id = :endpoint
        and (expire_time is null or expire_time > :now)
      """;

  private static final String NEXT_SECRET =
      """
      select coalesce(max(version), 0) + 1 as version from webhook_secret
      where environment_id = :environment and endpoint_id = :endpoint
      """;

  private final Sealer sealer;
  private final WebhookKeyStore keys;

  EndpointStore(Sealer sealer, WebhookKeyStore keys) {
    this.sealer = sealer;
    this.keys = keys;
  }

  void insert(Tx tx, Endpoint endpoint, long position) {
    bind(tx.sql(INSERT), endpoint).bind("position", position).run();
  }

  void update(Tx tx, Endpoint endpoint) {
    bind(tx.sql(UPDATE), endpoint).run();
  }

  /// @throws Problem when there is no such endpoint
  static void require(Tx tx, EnvironmentId environment, EndpointId id) {
    Optional<Long> found =
        tx.sql(KNOWN).bind("environment", environment).bind("id", id).find(row -> row.number("id"));
    if (found.isEmpty()) {
      throw Problem.notFound("webhook endpoint", id);
    }
  }

  Optional<Endpoint> find(Tx tx, EnvironmentId environment, EndpointId id) {
    return byId(tx.sql(BY_ID), environment, id);
  }

  Optional<Endpoint> lock(Tx tx, EnvironmentId environment, EndpointId id) {
    return byId(tx.sql(BY_ID_LOCKED), environment, id);
  }

  /// Locks an endpoint if it is still what a destination was made from.
  Optional<Endpoint> lockUnchanged(Tx tx, Destination destination) {
    Endpoint endpoint = destination.endpoint();
    return byId(
        tx.sql(BY_REVISION_LOCKED).bind("revision", destination.revision()),
        endpoint.environment(),
        endpoint.id());
  }

  private static Optional<Endpoint> byId(Sql sql, EnvironmentId environment, EndpointId id) {
    return sql.bind("environment", environment).bind("id", id).find(EndpointStore::endpoint);
  }

  Page<Endpoint> list(Tx tx, EnvironmentId environment, Page.Request page) {
    return PAGE.read(
        tx,
        page,
        sql -> sql.bind("environment", environment),
        EndpointStore::endpoint,
        endpoint -> endpoint.id().number());
  }

  boolean delete(Tx tx, EnvironmentId environment, EndpointId id) {
    return tx.sql(DELETE).bind("environment", environment).bind("id", id).run() > 0;
  }

  Optional<Destination> destination(Tx tx, EnvironmentId environment, EndpointId id, Instant now) {
    return tx.sql(BY_ID)
        .bind("environment", environment)
        .bind("id", id)
        .find(row -> new Destination(endpoint(row), row.number("revision"), List.of()))
        .filter(destination -> destination.endpoint().enabled())
        .map(destination -> destination.with(signers(tx, destination.endpoint(), now)));
  }

  private List<WebhookSigner> signers(Tx tx, Endpoint endpoint, Instant now) {
    List<WebhookSigner> signers =
        new ArrayList<>(secrets(tx, endpoint.environment(), endpoint.id(), now));
    if (endpoint.settings().asymmetricSignatures()) {
      signers.addAll(keys.signing(tx, endpoint.environment(), now));
    }
    return signers;
  }

  /// Has whoever serves the endpoint next forget how long it has failed. Not done here and now:
  /// what is under way since before may still be recorded.
  void resume(Tx tx, EnvironmentId environment, EndpointId id) {
    tx.sql(RESUME).bind("environment", environment).bind("id", id).run();
  }

  /// Has whoever serves the endpoint next go on at a position, with nothing parked.
  void jump(Tx tx, EnvironmentId environment, EndpointId id, long position) {
    tx.sql(JUMP).bind("environment", environment).bind("id", id).bind("position", position).run();
  }

  /// Adds a secret; those there are end at `expireTime`.
  void addSecret(Tx tx, Endpoint endpoint, WebhookSecret secret, @Nullable Instant expireTime) {
    int version =
        tx.sql(NEXT_SECRET)
            .bind("environment", endpoint.environment())
            .bind("endpoint", endpoint.id())
            .one(row -> row.integer("version"));
    if (expireTime != null) {
      tx.sql(END_SECRETS)
          .bind("environment", endpoint.environment())
          .bind("endpoint", endpoint.id())
          .bind("expire_time", expireTime)
          .run();
    }
    tx.sql(ADD_SECRET)
        .bind("endpoint", endpoint.id())
        .bind("version", version)
        .bind("environment", endpoint.environment())
        .bind("sealed", sealer.seal(place(endpoint.id(), version), secret.text()))
        .run();
  }

  /// The secrets that sign now, the newest first.
  List<WebhookSecret> secrets(Tx tx, EnvironmentId environment, EndpointId endpoint, Instant now) {
    return tx.sql(SECRETS)
        .bind("environment", environment)
        .bind("endpoint", endpoint)
        .bind("now", now)
        .bind("most", Overlap.MOST_AT_ONCE)
        .list(row ->
            new WebhookSecret(
                sealer.open(place(endpoint, row.integer("version")), row.bytes("sealed")),
                row.instantOrNull("expire_time")));
  }

  /// Notes that the secrets that sign now are shown to somebody.
  void reveal(Tx tx, EnvironmentId environment, EndpointId endpoint, Instant now) {
    tx.sql(REVEAL)
        .bind("environment", environment)
        .bind("endpoint", endpoint)
        .bind("now", now)
        .run();
  }

  private static String place(EndpointId endpoint, int version) {
    return "webhook_secret/" + endpoint + "/" + version;
  }

  private static Sql bind(Sql sql, Endpoint endpoint) {
    EndpointSettings settings = endpoint.settings();
    DisabledReason reason = endpoint.disabledReason();
    ObjectNode headers = Json.object();
    settings.headers().forEach(headers::put);
    return sql.bind("environment", endpoint.environment())
        .bind("id", endpoint.id())
        .bind("url", settings.url().toString())
        .bind("name", settings.name())
        .bind("description", settings.description())
        .bindArray("event_types", "text", settings.sortedEventTypes().toArray(String[]::new))
        .bind("disabled_reason", reason == null ? null : reason.name())
        .bind("timeout", settings.timeout().toSeconds())
        .bind("ordering", settings.ordering().name())
        .bind("format", settings.format().name())
        .bind("asymmetric", settings.asymmetricSignatures())
        .bind("headers", Json.text(headers))
        .bindArray(
            "retries",
            "integer",
            settings.retries().delays().stream().mapToInt(d -> (int) d.toSeconds()).toArray())
        .bind("max_in_flight", settings.pace().maxInFlight())
        .bind("rate_limit", settings.pace().perSecond())
        .bind("now", endpoint.updateTime());
  }

  private static Endpoint endpoint(Row row) {
    Map<String, String> headers = new HashMap<>();
    Json.parseObject(row.text("headers"))
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Endpoint(
        row.id("environment_id", EnvironmentId::new),
        row.id("id", EndpointId::new),
        new EndpointSettings(
            OutboundUrl.stored(row.text("url")),
            row.text("name"),
            row.text("description"),
            Set.copyOf(row.texts("event_types")),
            Duration.ofSeconds(row.integer("timeout_seconds")),
            Ordering.valueOf(row.text("ordering")),
            PayloadFormat.valueOf(row.text("payload_format")),
            row.flag("asymmetric_signatures"),
            headers,
            new RetrySchedule(
                row.integers("retry_delays_seconds").stream().map(Duration::ofSeconds).toList()),
            new Pace(row.integer("max_in_flight"), row.integer("rate_limit_per_second"))),
        row.enumOrNull("disabled_reason", DisabledReason.class),
        row.instant("update_time"));
  }
}
