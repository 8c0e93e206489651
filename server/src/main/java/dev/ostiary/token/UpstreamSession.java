package dev.ostiary.token;

import dev.ostiary.platform.Faults;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The person's session at the identity provider, for signing out there and for being told that it
/// has ended.
///
/// @param index the provider's name for it: `sid`, or the SessionIndex; null when it gave none
/// @param hints what the provider wants to be told at a sign-out, by name: the NameID with its
///   format and qualifiers; never anything secret
public record UpstreamSession(@Nullable String index, Map<String, String> hints) {
  private static final int MAX_INDEX = 1024;
  private static final int MAX_HINTS = 10;

  /// Far longer than any name or qualifier that is known.
  private static final int MAX_HINT = 16 * 1024;

  public UpstreamSession {
    Faults faults = new Faults().text("session index", index, 1, MAX_INDEX);
    if (hints.size() > MAX_HINTS) {
      faults.add("hints", "found " + hints.size() + ", expected at most " + MAX_HINTS);
    }
    hints.forEach((name, hint) -> faults.text(name, hint, 0, MAX_HINT));
    faults.refuse();
    hints = Collections.unmodifiableMap(new TreeMap<>(hints));
  }
}
