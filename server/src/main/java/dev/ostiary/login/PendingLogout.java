package dev.ostiary.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Sealer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a browser keeps while it is at an identity provider to be signed out there as well. Here
/// nobody is signed in any more, so nothing is in the database: it is sealed with the master key,
/// and the browser cannot write one of its own.
///
/// @param state by which the provider's answer is known to belong to it
/// @param target where the app wants the browser to go afterwards; null for nowhere
record PendingLogout(Secret state, @Nullable String target, Instant expireTime) {
  /// Providers may ask the person, and people may be away for a while.
  static final Duration LIFE = Duration.ofMinutes(15);

  /// @param place the connection that the browser must come back through
  Secret seal(Sealer sealer, String place) {
    ObjectNode json =
        Json.object()
            .put("state", state.reveal())
            .put("target", target)
            .put("expire_time", expireTime.getEpochSecond());
    byte[] sealed = sealer.seal(place, new Secret(Json.text(json)));
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
  }

  /// Reads what a browser brought; nothing when we did not make it for this place, or its time is
  /// over.
  static Optional<PendingLogout> open(Sealer sealer, String place, Secret sealed, Instant now) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(sealed.reveal());
      ObjectNode json = Json.parseObject(sealer.open(place, bytes).reveal());
      return Optional.of(
              new PendingLogout(
                  new Secret(json.path("state").asText()),
                  json.path("target").textValue(),
                  Instant.ofEpochSecond(json.path("expire_time").asLong())))
          .filter(pending -> now.isBefore(pending.expireTime()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
