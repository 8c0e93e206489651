package dev.ostiary.protocol.saml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an identity provider says of a person beyond the name: values by the attribute's exact
/// `Name`, in the order of arrival. Some providers repeat a name for each value; that is the same
/// as one name with several values.
public record Attributes(Map<String, List<String>> values) {
  public static final Attributes NONE = new Attributes(Map.of());

  public Attributes {
    values =
        values.entrySet().stream()
            .collect(
                Collectors.collectingAndThen(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> List.copyOf(entry.getValue()),
                        (one, other) -> one,
                        LinkedHashMap::new),
                    java.util.Collections::unmodifiableMap));
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// The value, when there is exactly one that says something.
  public Optional<String> single(String name) {
    List<String> all = all(name);
    return all.size() == 1 && !all.getFirst().isBlank()
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }
}
