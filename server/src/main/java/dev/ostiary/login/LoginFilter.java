package dev.ostiary.login;

import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ConnectionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which records are wanted; null and an empty list ask for all.
///
/// @param from inclusive
/// @param until exclusive
public record LoginFilter(
    @Nullable String email,
    List<LoginStatus> statuses,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable ClientId client,
    @Nullable ConnectionId connection) {
  public static final LoginFilter ALL = new LoginFilter(null, List.of(), null, null, null, null);

  public LoginFilter {
    statuses = statuses.isEmpty() ? List.of(LoginStatus.values()) : List.copyOf(statuses);
  }

  boolean isOfSomeStatuses() {
    return statuses.size() < LoginStatus.values().length;
  }

  /// Those that went through one connection.
  public static LoginFilter of(ConnectionId connection) {
    return new LoginFilter(null, List.of(), null, null, null, connection);
  }
}
