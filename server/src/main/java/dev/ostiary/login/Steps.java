package dev.ostiary.login;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What happens while one request is served, written down as it happens and stored with the attempt
/// at the end.
final class Steps {
  private final InstantSource clock;
  private final List<LoginStep> taken = new ArrayList<>();

  Steps(InstantSource clock) {
    this.clock = clock;
  }

  /// @param facts names and values, alternating
  Steps add(String what, String... facts) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i + 1 < facts.length; i += 2) {
      named.put(facts[i], facts[i + 1]);
    }
    return add(what, named);
  }

  Steps add(String what, Map<String, String> facts) {
    taken.add(new LoginStep(clock.instant(), what, facts));
    return this;
  }

  List<LoginStep> taken() {
    return List.copyOf(taken);
  }
}
