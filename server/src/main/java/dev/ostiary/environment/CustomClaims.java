package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Claims of the operator's own that stand in every token of a client, as texts.
public record CustomClaims(Map<String, String> values) {
  private static final int MAX_CLAIMS = 20;
  private static final int MAX_NAME = 128;

  /// A token travels in a header, whose usual limit is 8 KiB.
  private static final int MAX_VALUE = 256;

  /// What a token says by itself; nobody may say otherwise.
  private static final Set<String> RESERVED =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "azp",
          "client_id",
          "scope",
          "scopes",
          "oid",
          "sid",
          "xoid",
          "xuid",
          "roles",
          "permissions",
          "amr",
          "acr",
          "auth_time",
          "nonce",
          "at_hash",
          "c_hash",
          "cnf",
          "act");

  public static final CustomClaims NONE = new CustomClaims(Map.of());

  public CustomClaims {
    Faults faults = new Faults();
    if (values.size() > MAX_CLAIMS) {
      faults.add("custom_claims", "found " + values.size() + ", expected at most " + MAX_CLAIMS);
    }
    values.forEach((name, value) -> {
      faults
          .text("custom_claims", name, 1, MAX_NAME)
          .text("custom_claims[" + name + "]", value, 0, MAX_VALUE);
      if (RESERVED.contains(name)) {
        faults.add(
            "custom_claims", name + " is a claim that tokens have anyway; choose another name");
      }
    });
    faults.refuse();
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
