package dev.ostiary.environment;

import dev.ostiary.platform.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A way to a token that a client may go (RFC 6749, section 1.3).
public enum GrantType {
  AUTHORIZATION_CODE,
  REFRESH_TOKEN,
  CLIENT_CREDENTIALS;

  /// The value of `grant_type` in a request.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static GrantType parse(String field, String text) {
    return Arrays.stream(values())
        .filter(type -> type.wireName().equals(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.invalid(
                field,
                "expected some of "
                    + Arrays.stream(values())
                        .map(GrantType::wireName)
                        .collect(Collectors.joining(", "))));
  }

  /// What a client of this type can go by: who has no secret cannot act for itself.
  static Set<GrantType> possibleFor(ClientType type) {
    return type.isPublic()
        ? EnumSet.of(AUTHORIZATION_CODE, REFRESH_TOKEN)
        : EnumSet.allOf(GrantType.class);
  }
}
