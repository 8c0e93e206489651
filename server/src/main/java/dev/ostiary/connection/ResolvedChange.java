package dev.ostiary.connection;

import org.jspecify.annotations.Nullable;

/// A change for which everything that had to be fetched or parsed is at hand.
///
/// @param found what was read in documents of the provider, to be applied after what the caller
///   said
/// @param source how the configuration came about; null when nothing was read
public record ResolvedChange(
    ConfigChange asked, @Nullable SettingsChange found, @Nullable ConfigurationType source) {
  static ResolvedChange plain(ConfigChange asked) {
    return new ResolvedChange(asked, null, null);
  }
}
