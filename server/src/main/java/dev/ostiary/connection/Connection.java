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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way of one organization to its identity provider. The transitions are pure: they look at the
/// value, refuse by throwing, or say what the new value is and what to tell.
///
/// @param providerKey free text of the caller; the provider's name where there was none
/// @param enabledTime since when it is enabled; null while it is not
public record Connection(
    ConnectionId id,
    EnvironmentId environment,
    OrganizationId organization,
    ConnectionProvider provider,
    String providerKey,
    @Nullable String keyId,
    @Nullable Instant enabledTime,
    boolean debugEnabled,
    @Nullable String uiButtonTitle,
    Configuration configuration,
    Instant updateTime) {
  /// The contract sets none for these two; they are shown on a button and in lists.
  private static final int MAX_PROVIDER_KEY = 100;

  private static final int MAX_BUTTON_TITLE = 100;

  private static final int MAX_KEY_ID = 300;

  public Connection {
    new Faults()
        .text("provider_key", providerKey, 1, MAX_PROVIDER_KEY)
        .text("key_id", keyId, 1, MAX_KEY_ID)
        .text("ui_button_title", uiButtonTitle, 1, MAX_BUTTON_TITLE)
        .refuse();
    // PostgreSQL keeps microseconds: what is returned now must equal what is read later.
    updateTime = updateTime.truncatedTo(ChronoUnit.MICROS);
    enabledTime = enabledTime == null ? null : enabledTime.truncatedTo(ChronoUnit.MICROS);
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
        null,
        false,
        null,
        // The first configuration has the number of its connection.
        Configuration.empty(wanted.type(), id.number()),
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

  public boolean enabled() {
    return enabledTime != null;
  }

  /// Whether it still stands behind somebody who signed in at `time`: disabling it ends that for
  /// good, whatever happens later.
  public boolean vouchesSince(Instant time) {
    return enabledTime != null && !time.isBefore(enabledTime);
  }

  public ConnectionConfig config() {
    return configuration.settings();
  }

  public @Nullable ConfigurationType configurationType() {
    return configuration.source();
  }

  /// From the name of ours to the provider's name of an attribute.
  public Map<String, String> attributeMapping() {
    return configuration.attributeMapping();
  }

  public ConnectionType type() {
    return config().type();
  }

  public ConnectionStatus status() {
    if (missing().isEmpty()) {
      return ConnectionStatus.COMPLETED;
    }
    return config().isStarted() ? ConnectionStatus.IN_PROGRESS : ConnectionStatus.DRAFT;
  }

  /// What must be set before the connection can be enabled, by the contract's field names.
  public List<String> missing() {
    return provider == ConnectionProvider.IDP_SIMULATOR ? List.of() : config().missing();
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }

  /// The same, for whoever is sure of one configuration only.
  ///
  /// @param seen its revision
  Change enable(long seen, Instant now) {
    if (configuration.revision() != seen) {
      throw Versions.changed(this);
    }
    return enable(now);
  }

  Change enable(Instant now) {
    if (enabled()) {
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
    if (config() instanceof SamlConfig saml && saml.hasOnlyExpired(now)) {
      throw Problem.precondition(
          id
              + " cannot be enabled while every certificate of its identity provider has expired:"
              + " set "
              + SamlConfig.CERTIFICATE
              + " to the one it signs with now first");
    }
    return toggled(true, EventType.SSO_ENABLED, now);
  }

  Change disable(Instant now) {
    return enabled() ? toggled(false, EventType.SSO_DISABLED, now) : new Change.Unchanged(this);
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
            on ? now : null,
            debugEnabled,
            uiButtonTitle,
            configuration,
            now),
        event,
        Json.object().put("enabled", enabled()));
  }

  /// @param next the number of the configuration that comes of it
  Change configure(ResolvedChange change, long next, Instant now) {
    refuseOtherType(change.asked().type);
    Connection after = with(change, next, updateTime);
    if (after.equals(this)) {
      return new Change.Unchanged(this);
    }
    if (enabled() && after.provider != provider) {
      throw Problem.precondition(
          id + " is enabled, so its provider stays " + provider + "; disable it first");
    }
    if (enabled() && !after.missing().isEmpty()) {
      throw Problem.precondition(
          id
              + " is enabled and needs "
              + String.join(", ", after.missing())
              + "; disable it before you take that away");
    }
    return new Change.Configured(with(change, next, now));
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

  Connection withConfiguration(Configuration another, Instant time) {
    return new Connection(
        id,
        environment,
        organization,
        provider,
        providerKey,
        keyId,
        enabledTime,
        debugEnabled,
        uiButtonTitle,
        another,
        time);
  }

  private Connection with(ResolvedChange change, long next, Instant time) {
    ConfigChange asked = change.asked();
    ConnectionProvider newProvider = SettingsChange.value(asked.provider, provider);
    return new Connection(
        id,
        environment,
        organization,
        newProvider,
        providerKey(asked.providerKey, newProvider),
        asked.keyId == null ? keyId : asked.keyId,
        enabledTime,
        SettingsChange.value(asked.debugEnabled, debugEnabled),
        SettingsChange.text(asked.uiButtonTitle, uiButtonTitle),
        configuration.with(change, next),
        time);
  }

  /// A key that merely repeats the provider's name goes along with the provider.
  private String providerKey(@Nullable String wanted, ConnectionProvider newProvider) {
    if (wanted != null && !wanted.isEmpty()) {
      return wanted;
    }
    return providerKey.equals(provider.name()) ? newProvider.name() : providerKey;
  }
}
