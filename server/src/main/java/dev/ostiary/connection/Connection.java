package dev.ostiary.connection;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.Faults;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The way of one organization to its identity provider. The transitions are pure: they look at the
/// value, refuse by throwing, or say what the new value is and what to tell.
///
/// @param providerKey free text of the caller; the provider's name where there was none
/// @param attributeMapping from the name of ours to the provider's name of an attribute
public record Connection(
    ConnectionId id,
    EnvironmentId environment,
    OrganizationId organization,
    ConnectionProvider provider,
    String providerKey,
    @Nullable String keyId,
    boolean enabled,
    boolean debugEnabled,
    @Nullable String uiButtonTitle,
    @Nullable ConfigurationType configurationType,
    Map<String, String> attributeMapping,
    ConnectionConfig config,
    Instant updateTime) {
  /// The contract sets none for these two; they are shown on a button and in lists.
  private static final int MAX_PROVIDER_KEY = 100;

  private static final int MAX_BUTTON_TITLE = 100;

  private static final int MAX_KEY_ID = 300;
  private static final int MAX_MAPPING_PAIRS = 30;
  private static final int MAX_MAPPING_KEY = 100;
  private static final int MAX_MAPPING_VALUE = 256;

  public Connection {
    Faults faults =
        new Faults()
            .text("provider_key", providerKey, 1, MAX_PROVIDER_KEY)
            .text("key_id", keyId, 1, MAX_KEY_ID)
            .text("ui_button_title", uiButtonTitle, 1, MAX_BUTTON_TITLE);
    if (attributeMapping.size() > MAX_MAPPING_PAIRS) {
      faults.add(
          "attribute_mapping",
          "found " + attributeMapping.size() + " pairs, expected at most " + MAX_MAPPING_PAIRS);
    }
    attributeMapping.forEach((key, value) ->
        faults
            .text("attribute_mapping key", key, 1, MAX_MAPPING_KEY)
            .text("attribute_mapping[" + key + "]", value, 1, MAX_MAPPING_VALUE));
    faults.refuse();
    attributeMapping = Collections.unmodifiableMap(new TreeMap<>(attributeMapping));
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    updateTime = updateTime.truncatedTo(ChronoUnit.MICROS);
  }

  static Connection create(
      ConnectionId id,
      EnvironmentId environment,
      OrganizationId organization,
      NewConnection wanted,
      Instant now) {
    ConnectionProvider provider = provider(wanted);
    return new Connection(
        id,
        environment,
        organization,
        provider,
        wanted.providerKey().isEmpty() ? provider.name() : wanted.providerKey(),
        wanted.keyId(),
        false,
        false,
        null,
        null,
        Map.of(),
        wanted.type() == ConnectionType.OIDC ? OidcConfig.EMPTY : SamlConfig.EMPTY,
        now);
  }

  private static ConnectionProvider provider(NewConnection wanted) {
    if (wanted.provider() != null) {
      return wanted.provider();
    }
    if (wanted.providerKey().isEmpty()) {
      throw Problem.invalid("provider", "missing; name a provider, or send provider_key");
    }
    return ConnectionProvider.find(wanted.providerKey()).orElse(ConnectionProvider.CUSTOM);
  }

  public ConnectionType type() {
    return config.type();
  }

  public ConnectionStatus status() {
    if (missing().isEmpty()) {
      return ConnectionStatus.COMPLETED;
    }
    return config.isStarted() ? ConnectionStatus.IN_PROGRESS : ConnectionStatus.DRAFT;
  }

  /// What must be set before the connection can be enabled, by the contract's field names.
  public List<String> missing() {
    return provider == ConnectionProvider.IDP_SIMULATOR ? List.of() : config.missing();
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }

  Change enable(Instant now) {
    if (enabled) {
      return new Change.Unchanged(this);
    }
    if (!missing().isEmpty()) {
      throw Problem.precondition(
          id
              + " cannot be enabled while it is "
              + status()
              + ": set "
              + String.join(", ", missing())
              + " first");
    }
    return toggled(true, EventType.SSO_ENABLED, now);
  }

  Change disable(Instant now) {
    return enabled ? toggled(false, EventType.SSO_DISABLED, now) : new Change.Unchanged(this);
  }

  private Change toggled(boolean on, EventType event, Instant now) {
    return new Change.Toggled(
        new Connection(
            id,
            environment,
            organization,
            provider,
            providerKey,
            keyId,
            on,
            debugEnabled,
            uiButtonTitle,
            configurationType,
            attributeMapping,
            config,
            now),
        event,
        Json.object().put("enabled", enabled));
  }

  Change configure(ResolvedChange change, Instant now) {
    refuseOtherType(change.asked().type);
    Connection after = with(change, updateTime);
    if (after.equals(this)) {
      return new Change.Unchanged(this);
    }
    if (enabled && after.provider != provider) {
      throw Problem.precondition(
          id + " is enabled, so its provider stays " + provider + "; disable it first");
    }
    if (enabled && !after.missing().isEmpty()) {
      throw Problem.precondition(
          id
              + " is enabled and needs "
              + String.join(", ", after.missing())
              + "; disable it before you take that away");
    }
    return new Change.Configured(with(change, now));
  }

  private void refuseOtherType(@Nullable ConnectionType wanted) {
    if (wanted != null && wanted != type()) {
      throw Problem.invalid(
          "type",
          "found "
              + wanted
              + ", but this connection is "
              + type()
              + " for good; create another one instead");
    }
  }

  private Connection with(ResolvedChange change, Instant time) {
    ConfigChange asked = change.asked();
    ConnectionProvider newProvider = SettingsChange.value(asked.provider, provider);
    return new Connection(
        id,
        environment,
        organization,
        newProvider,
        providerKey(asked.providerKey, newProvider),
        asked.keyId == null ? keyId : asked.keyId,
        enabled,
        SettingsChange.value(asked.debugEnabled, debugEnabled),
        SettingsChange.text(asked.uiButtonTitle, uiButtonTitle),
        newConfigurationType(change),
        SettingsChange.value(asked.attributeMapping, attributeMapping),
        apply(change.found(), apply(asked.settings, config)),
        time);
  }

  /// A key that merely repeats the provider's name goes along with the provider.
  private String providerKey(@Nullable String wanted, ConnectionProvider newProvider) {
    if (wanted != null && !wanted.isEmpty()) {
      return wanted;
    }
    return providerKey.equals(provider.name()) ? newProvider.name() : providerKey;
  }

  private @Nullable ConfigurationType newConfigurationType(ResolvedChange change) {
    if (change.asked().configurationType != null) {
      return change.asked().configurationType;
    }
    return change.source() == null ? configurationType : change.source();
  }

  private static ConnectionConfig apply(@Nullable SettingsChange change, ConnectionConfig before) {
    if (change == null) {
      return before;
    }
    return switch (change) {
      case OidcChange oidc when before instanceof OidcConfig config -> oidc.applyTo(config);
      case SamlChange saml when before instanceof SamlConfig config -> saml.applyTo(config);
      case OidcChange _ ->
          throw Problem.invalid("oidc_config", "this connection is SAML; send saml_config");
      case SamlChange _ ->
          throw Problem.invalid("saml_config", "this connection is OIDC; send oidc_config");
    };
  }
}
