package dev.ostiary.organization;

import java.util.ArrayList;
import java.util.List;

/// Something an organization may use, by the contract's name for it, e.g. `sso`.
public record Feature(String name, boolean enabled) {
  /// What a new organization has, in the order in which clients expect it.
  static final List<Feature> DEFAULTS =
      List.of(new Feature("sso", true), new Feature("dir_sync", false));

  /// Sets the wanted features and leaves the others as they are; a new one comes last.
  static List<Feature> merge(List<Feature> present, List<Feature> wanted) {
    List<Feature> merged = new ArrayList<>(present);
    for (Feature feature : wanted) {
      int index = merged.stream().map(Feature::name).toList().indexOf(feature.name());
      if (index < 0) {
        merged.add(feature);
      } else {
        merged.set(index, feature);
      }
    }
    return merged;
  }
}
