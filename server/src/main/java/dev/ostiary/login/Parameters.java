package dev.ostiary.login;

import com.linecorp.armeria.common.QueryParams;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parameters of a request to the front channel. One without a value counts as not sent (RFC
/// 6749, section 3.1). Which of two values would count is nobody's guess: a name that came twice
/// has none, and {@link #repeated} tells of it.
record Parameters(Map<String, String> values, Set<String> repeated, boolean excessive) {
  /// The longest we know, a SAML response or a request with every option, have fewer.
  private static final int MAX_COUNT = 50;

  /// A SAML response with a few hundred groups, in base64; everything else is far shorter and has a
  /// limit of its own.
  private static final int MAX_LENGTH = 512 * 1024;

  static Parameters of(String encoded) {
    // The library stops counting there and would leave the rest out silently.
    if (encoded.length() > 2 * MAX_LENGTH) {
      return new Parameters(Map.of(), Set.of(), true);
    }
    QueryParams parsed = QueryParams.fromQueryString(encoded);
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    Set<String> repeated = new LinkedHashSet<>();
    boolean excessive = parsed.size() > MAX_COUNT;
    for (Map.Entry<String, String> parameter : parsed) {
      if (!seen.add(parameter.getKey())) {
        repeated.add(parameter.getKey());
      } else if (!parameter.getValue().isEmpty()) {
        values.put(parameter.getKey(), parameter.getValue());
        excessive |= parameter.getValue().length() > MAX_LENGTH;
      }
    }
    values.keySet().removeAll(repeated);
    return new Parameters(values, repeated, excessive);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Name and values, for whoever judges repetitions: what came twice has two empty ones.
  Map<String, List<String>> lists() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    values.forEach((name, value) -> lists.put(name, List.of(value)));
    repeated.forEach(name -> lists.put(name, List.of("", "")));
    return lists;
  }
}
