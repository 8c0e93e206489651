package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import java.time.Duration;
import java.util.List;

/// What is said of a machine that signs in by itself (wire contract, section 1.4).
///
/// @param scopes what its tokens may be good for; a request may ask for fewer
/// @param audience whom its tokens are for; empty for nobody in particular
/// @param tokenLife how long a token is good; in seconds on the wire, as `expiry`
public record MachineSettings(
    String name,
    String description,
    List<String> scopes,
    List<String> audience,
    CustomClaims customClaims,
    Duration tokenLife) {
  /// Wire contract, section 3.1.
  public static final Duration DEFAULT_LIFE = Duration.ofHours(1);

  private static final int MAX_NAME = 128;
  private static final int MAX_DESCRIPTION = 512;
  private static final int MAX_AUDIENCE = 20;
  private static final int MAX_AUDIENCE_LENGTH = 512;
  private static final Duration MIN_LIFE = Duration.ofMinutes(1);

  /// A token cannot be called back; a day is what the contract's own sample lives.
  private static final Duration MAX_LIFE = Duration.ofDays(1);

  public MachineSettings {
    Faults faults =
        new Faults()
            .text("name", name, 0, MAX_NAME)
            .text("description", description, 0, MAX_DESCRIPTION);
    Scopes.check(faults, "scopes", scopes);
    if (audience.size() > MAX_AUDIENCE) {
      faults.add("audience", "found " + audience.size() + ", expected at most " + MAX_AUDIENCE);
    }
    for (int i = 0; i < audience.size(); i++) {
      faults.text("audience[" + i + "]", audience.get(i), 1, MAX_AUDIENCE_LENGTH);
    }
    if (tokenLife.compareTo(MIN_LIFE) < 0 || tokenLife.compareTo(MAX_LIFE) > 0) {
      faults.add(
          "expiry",
          "found " + tokenLife.toSeconds() + " s, expected 60 to 86400 (0 or none for 3600)");
    }
    faults.refuse();
    scopes = List.copyOf(scopes);
    audience = List.copyOf(audience);
  }
}
