package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What an app is told of a person, in the ID token and by userinfo alike: the standard claims that
/// the scopes ask for (OpenID Connect Core, section 5.4), and what the connection maps beside them.
final class PersonClaims {
  private PersonClaims() {}

  static void put(ObjectNode claims, Authorization authorization) {
    Identity identity = authorization.identity();
    Profile profile = identity.profile();
    List<String> scopes = authorization.scopes();
    if (scopes.contains("email") && profile.email() != null) {
      claims.put("email", profile.email());
      claims.put("email_verified", profile.emailVerified());
    }
    if (scopes.contains("profile")) {
      put(claims, profile, Profile.OF_PROFILE_SCOPE);
    }
    if (scopes.contains("phone")) {
      put(claims, profile, Profile.OF_PHONE_SCOPE);
    }
    if (!profile.groups().isEmpty()) {
      add(claims.putArray("groups"), profile.groups());
    }
    identity
        .attributes()
        .forEach((name, values) -> {
          if (values.size() == 1) {
            claims.put(name, values.getFirst());
          } else {
            add(claims.putArray(name), values);
          }
        });
  }

  private static void put(ObjectNode claims, Profile profile, Set<String> names) {
    profile
        .claims()
        .forEach((name, value) -> {
          if (names.contains(name)) {
            claims.put(name, value);
          }
        });
  }

  private static void add(ArrayNode array, Collection<String> values) {
    values.forEach(array::add);
  }
}
