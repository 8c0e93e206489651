package dev.ostiary.connection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A partial change of a connection, filled in call by call: what is null stays as it is. An empty
/// `uiButtonTitle` clears; `attributeMapping` replaces the whole map.
public final class ConfigChange {
  @Nullable ConnectionType type;
  @Nullable ConnectionProvider provider;
  @Nullable String providerKey;
  @Nullable String keyId;
  @Nullable Boolean debugEnabled;
  @Nullable String uiButtonTitle;
  @Nullable ConfigurationType configurationType;
  @Nullable Map<String, String> attributeMapping;
  @Nullable SettingsChange settings;

  /// One that changes nothing but what is known of the identity provider.
  public static ConfigChange of(SettingsChange settings) {
    return new ConfigChange().settings(settings);
  }

  public ConfigChange type(@Nullable ConnectionType type) {
    this.type = type;
    return this;
  }

  public ConfigChange provider(@Nullable ConnectionProvider provider) {
    this.provider = provider;
    return this;
  }

  public ConfigChange providerKey(@Nullable String providerKey) {
    this.providerKey = providerKey;
    return this;
  }

  public ConfigChange keyId(@Nullable String keyId) {
    this.keyId = keyId;
    return this;
  }

  public ConfigChange debugEnabled(@Nullable Boolean debugEnabled) {
    this.debugEnabled = debugEnabled;
    return this;
  }

  public ConfigChange uiButtonTitle(@Nullable String uiButtonTitle) {
    this.uiButtonTitle = uiButtonTitle;
    return this;
  }

  public ConfigChange configurationType(@Nullable ConfigurationType configurationType) {
    this.configurationType = configurationType;
    return this;
  }

  public ConfigChange attributeMapping(@Nullable Map<String, String> attributeMapping) {
    this.attributeMapping = attributeMapping;
    return this;
  }

  public ConfigChange settings(@Nullable SettingsChange settings) {
    this.settings = settings;
    return this;
  }
}
