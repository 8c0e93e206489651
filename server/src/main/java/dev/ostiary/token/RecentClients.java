package dev.ostiary.token;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Looks at most once a second whether a client is still there: a busy one costs no query per call,
/// and a deleted one is out within that second.
final class RecentClients {
  private static final Duration LIFE = Duration.ofSeconds(1);

  /// More clients than that in one second cost a query each.
  private static final int MAX_REMEMBERED = 10_000;

  private final ApiClients clients;
  private final InstantSource clock;
  private final SequencedMap<ClientId, Seen> recent = new LinkedHashMap<>();

  private record Seen(Optional<ApiClient> client, Instant at) {}

  RecentClients(ApiClients clients, InstantSource clock) {
    this.clients = clients;
    this.clock = clock;
  }

  Optional<ApiClient> find(EnvironmentId environment, ClientId id) {
    Instant now = clock.instant();
    Seen seen = remembered(id);
    if (seen == null || !now.isBefore(seen.at().plus(LIFE))) {
      seen = new Seen(clients.find(environment, id), now);
      remember(id, seen);
    }
    return seen.client().filter(client -> client.environment().equals(environment));
  }

  private synchronized @Nullable Seen remembered(ClientId id) {
    return recent.get(id);
  }

  private synchronized void remember(ClientId id, Seen seen) {
    recent.putLast(id, seen);
    if (recent.size() > MAX_REMEMBERED) {
      recent.pollFirstEntry();
    }
  }
}
