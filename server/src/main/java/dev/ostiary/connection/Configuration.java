package dev.ostiary.connection;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What decides how people sign in through a connection: it is tested, put to use and taken back as
/// one.
///
/// @param revision its number; no other configuration ever has the same
/// @param source how it came about; null when nobody said, and nothing was read
/// @param attributeMapping from the name of ours to the provider's name of an attribute
public record Configuration(
    long revision,
    @Nullable ConfigurationType source,
    Map<String, String> attributeMapping,
    ConnectionConfig settings) {
  private static final int MAX_MAPPING_PAIRS = 30;
  private static final int MAX_MAPPING_KEY = 100;
  private static final int MAX_MAPPING_VALUE = 256;

  public Configuration {
    Faults faults = new Faults();
    if (attributeMapping.size() > MAX_MAPPING_PAIRS) {
      faults.add(
          "attribute_mapping",
          "found " + attributeMapping.size() + " pairs, expected at most " + MAX_MAPPING_PAIRS);
    }
    faults
        .texts("attribute_mapping", attributeMapping, 1, MAX_MAPPING_KEY, MAX_MAPPING_VALUE)
        .refuse();
    attributeMapping = Collections.unmodifiableMap(new TreeMap<>(attributeMapping));
  }

  static Configuration empty(ConnectionType type, long revision) {
    return new Configuration(
        revision,
        null,
        Map.of(),
        type == ConnectionType.OIDC ? OidcConfig.EMPTY : SamlConfig.EMPTY);
  }

  /// The configuration after a change.
  ///
  /// @param next the number that another one gets; one that stays as it is keeps its own
  Configuration with(ResolvedChange change, long next) {
    ConfigChange asked = change.asked();
    ConnectionConfig changed = apply(change.found(), apply(asked.settings, settings));
    Configuration after =
        new Configuration(
            next,
            newSource(change, changed),
            SettingsChange.value(asked.attributeMapping, attributeMapping),
            changed);
    return after.saysAs(this) ? this : after;
  }

  private @Nullable ConfigurationType newSource(ResolvedChange change, ConnectionConfig changed) {
    if (change.asked().configurationType != null) {
      return change.asked().configurationType;
    }
    if (change.source() != null) {
      return change.source();
    }
    // The next reading of the document would take away what somebody put in its place.
    boolean overruled =
        source == ConfigurationType.DISCOVERY
            && change.asked().settings != null
            && !changed.hasSameEndpoints(settings);
    return overruled ? ConfigurationType.MANUAL : source;
  }

  /// Whether another one says the same.
  boolean saysAs(Configuration other) {
    return new Configuration(other.revision, source, attributeMapping, settings).equals(other);
  }

  /// What is different in another one, field by field.
  public List<Difference> differences(Configuration other) {
    return Difference.between(this, other);
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
