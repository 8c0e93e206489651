package dev.ostiary.environment;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.OperatorId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a sign-in link says: who may come in by it, and until when. It is sealed with the master
/// key, so whoever has that can make one without the server, and nobody else can.
///
/// @param operator null for the first owner, who is made by using the link if there is none
/// @param issueTime when it was made, to the microsecond; a later one ends it
public record LoginLink(@Nullable OperatorId operator, Instant issueTime, Instant expireTime) {
  /// Long enough to change windows.
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /// For a new colleague, who has to be told first.
  public static final Duration INVITATION = Duration.ofDays(1);

  private static final String PLACE = "operator login link";
  private static final String NOBODY = "first";
  private static final int PARTS = 4;

  /// The path of the page that takes the link.
  public static final String PATH = "/dashboard/login/";

  public LoginLink {
    issueTime = issueTime.truncatedTo(ChronoUnit.MICROS);
  }

  /// @param lifetime from its making on
  public static LoginLink of(@Nullable OperatorId operator, Instant now, Duration lifetime) {
    return new LoginLink(operator, now, now.plus(lifetime));
  }

  /// The text that stands at the end of the path. It is different each time.
  public Secret seal(Sealer sealer, RandomText random) {
    Secret text =
        new Secret(
            (operator == null ? NOBODY : operator)
                + " "
                + ChronoUnit.MICROS.between(Instant.EPOCH, issueTime)
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
    if (parts.length != PARTS) {
      return Optional.empty(); // made by an earlier version
    }
    Instant issueTime = Instant.EPOCH.plus(Long.parseLong(parts[1]), ChronoUnit.MICROS);
    Instant expireTime = Instant.ofEpochSecond(Long.parseLong(parts[2]));
    return now.isBefore(expireTime)
        ? Optional.of(
            new LoginLink(
                parts[0].equals(NOBODY) ? null : OperatorId.parse("operator", parts[0]),
                issueTime,
                expireTime))
        : Optional.empty();
  }
}
