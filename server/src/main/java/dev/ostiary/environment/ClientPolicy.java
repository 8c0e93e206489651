package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a client may do, and what its tokens are like.
///
/// @param grants the ways to a token; an empty set means all that its type can go
/// @param enforcePkce whether a sign-in needs a code challenge; a public client always needs one
/// @param apiAccess whether its tokens may call our API
/// @param accessTokenLife of the tokens of people; in seconds on the wire
/// @param scopes of its own that it may ask for, beside those of OpenID Connect
public record ClientPolicy(
    Set<GrantType> grants,
    boolean enforcePkce,
    boolean apiAccess,
    Duration accessTokenLife,
    List<String> scopes,
    CustomClaims customClaims) {
  /// Wire contract, section 3.1.
  public static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);

  private static final Duration MIN_LIFE = Duration.ofMinutes(1);
  private static final Duration MAX_LIFE = Duration.ofDays(1);

  public static final ClientPolicy DEFAULT =
      new ClientPolicy(Set.of(), false, true, DEFAULT_LIFE, List.of(), CustomClaims.NONE);

  public ClientPolicy {
    Faults faults = new Faults();
    if (accessTokenLife.compareTo(MIN_LIFE) < 0 || accessTokenLife.compareTo(MAX_LIFE) > 0) {
      faults.add(
          "access_token_expiry",
          "found " + accessTokenLife.toSeconds() + " s, expected 60 to 86400 (0 or none for 900)");
    }
    Scopes.check(faults, "scopes", scopes);
    faults.refuse();
    grants = grants.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(grants));
    scopes = List.copyOf(scopes);
  }
}
