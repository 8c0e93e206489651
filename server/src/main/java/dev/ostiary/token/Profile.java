package dev.ostiary.token;

import dev.ostiary.platform.Faults;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The standard claims about a person (OpenID Connect Core, section 5.1).
///
/// @param emailVerified whether the organization has proved that the address' domain is its own;
///   what the provider says of it is not asked
/// @param claims the texts among the standard claims, by their names there
/// @param groups at the provider
public record Profile(
    @Nullable String email,
    boolean emailVerified,
    Map<String, String> claims,
    List<String> groups) {
  /// RFC 5321, section 4.5.3.1.3: a path has 256 octets with its brackets.
  private static final int MAX_EMAIL = 254;

  private static final int MAX_CLAIM = 2048;
  private static final int MAX_GROUP = 256;

  /// More would not fit into what carries a token; a provider can be told to send fewer.
  private static final int MAX_GROUPS = 500;

  /// The claims that `scope=profile` asks for (section 5.4), as far as they are texts.
  static final Set<String> OF_PROFILE_SCOPE =
      Set.of(
          "name",
          "given_name",
          "family_name",
          "middle_name",
          "nickname",
          "preferred_username",
          "profile",
          "picture",
          "website",
          "gender",
          "birthdate",
          "zoneinfo",
          "locale");

  /// The claims that `scope=phone` asks for, as far as they are texts.
  static final Set<String> OF_PHONE_SCOPE = Set.of("phone_number");

  public Profile {
    Faults faults = new Faults().text("email", email, 3, MAX_EMAIL);
    if (email != null && !email.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+")) {
      faults.add("email", "found no e-mail address, expected one such as ada@example.com");
    }
    claims.forEach((name, value) -> {
      faults.text(name, value, 1, MAX_CLAIM);
      if (!isClaim(name)) {
        faults.add(name, "is no standard claim that is a text; make it a custom attribute");
      }
    });
    if (groups.size() > MAX_GROUPS) {
      faults.add("groups", "found " + groups.size() + ", expected at most " + MAX_GROUPS);
    }
    groups.forEach(group -> faults.text("groups", group, 1, MAX_GROUP));
    faults.refuse();
    claims = Collections.unmodifiableMap(new TreeMap<>(claims));
    groups = List.copyOf(groups);
    emailVerified = emailVerified && email != null;
  }

  /// Whether `claims` may have this name.
  public static boolean isClaim(String name) {
    return OF_PROFILE_SCOPE.contains(name) || OF_PHONE_SCOPE.contains(name);
  }
}
