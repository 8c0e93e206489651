package dev.ostiary.environment;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.OperatorId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a sign-in link says: who may come in by it, and until when. It is sealed with the master
/// key, so whoever has that can make one without the server, and nobody else can.
///
/// @param operator null for the first owner, who is made by using the link if there is none
public record LoginLink(@Nullable OperatorId operator, Instant expireTime) {
  /// Long enough to change windows.
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /// For a new colleague, who has to be told first.
  public static final Duration INVITATION = Duration.ofDays(1);

  private static final String PLACE = "operator login link";
  private static final String NOBODY = "first";

  /// The path of the page that takes the link.
  public static final String PATH = "/dashboard/login/";

  /// The text that stands at the end of the path. It is different each time.
  public Secret seal(Sealer sealer, RandomText random) {
    Secret text =
        new Secret(
            (operator == null ? NOBODY : operator)
                + " "
                + expireTime.getEpochSecond()
                + " "
                + random.token().reveal());
    return new Secret(
        Base64.getUrlEncoder().withoutPadding().encodeToString(sealer.seal(PLACE, text)));
  }

  /// Reads what a browser brought; nothing when we did not make it or its time is over.
  static Optional<LoginLink> open(Sealer sealer, Secret sealed, Instant now) {
    String[] parts;
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(sealed.reveal());
      parts = sealer.open(PLACE, bytes).reveal().split(" ", -1);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
    Instant expireTime = Instant.ofEpochSecond(Long.parseLong(parts[1]));
    return now.isBefore(expireTime)
        ? Optional.of(
            new LoginLink(
                parts[0].equals(NOBODY) ? null : OperatorId.parse("operator", parts[0]),
                expireTime))
        : Optional.empty();
  }
}
