package dev.ostiary.token;

import dev.ostiary.platform.Faults;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When and how the identity provider made sure who the person is.
///
/// @param time as the provider told it (`auth_time`, `AuthnInstant`), or when its answer came
/// @param contextClass `acr`, or the AuthnContextClassRef; null when not told
/// @param methods `amr`; empty when not told
public record Authentication(Instant time, @Nullable String contextClass, List<String> methods) {
  private static final int MAX_TEXT = 256;
  private static final int MAX_METHODS = 20;

  public Authentication {
    Faults faults = new Faults().text("acr", contextClass, 1, MAX_TEXT);
    if (methods.size() > MAX_METHODS) {
      faults.add("amr", "found " + methods.size() + ", expected at most " + MAX_METHODS);
    }
    methods.forEach(method -> faults.text("amr", method, 1, MAX_TEXT));
    faults.refuse();
    methods = List.copyOf(methods);
    // The claim has whole seconds.
    time = time.truncatedTo(ChronoUnit.SECONDS);
  }
}
