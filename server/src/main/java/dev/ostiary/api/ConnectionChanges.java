package dev.ostiary.api;

import static dev.ostiary.api.Replies.flagOrNull;
import static dev.ostiary.api.Replies.textOrNull;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.ConfigurationType;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.NewConnection;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.SamlChange;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.platform.Problem;
import dev.ostiary.wire.connections.CreateConnection;
import dev.ostiary.wire.connections.OIDCConnectionConfig;
import dev.ostiary.wire.connections.SAMLConnectionConfigRequest;
import dev.ostiary.wire.connections.UpdateConnection;
import org.jspecify.annotations.Nullable;

/// What a caller wants of a connection, in our types. An unset wrapper leaves a value as it is, an
/// empty one clears it; an enum at its zero value counts as unset.
final class ConnectionChanges {
  private ConnectionChanges() {}

  static NewConnection wanted(CreateConnection wire) {
    return new NewConnection(
        ConnectionType.parse(wire.getType().name()),
        provider(wire.getProvider().getNumber(), wire.getProvider().name()),
        wire.getProviderKey(),
        wire.hasKeyId() ? wire.getKeyId() : null);
  }

  static ConfigChange change(UpdateConnection wire) {
    ConfigChange change =
        new ConfigChange()
            .type(
                wire.getType().getNumber() == 0
                    ? null
                    : ConnectionType.parse(wire.getType().name()))
            .provider(provider(wire.getProvider().getNumber(), wire.getProvider().name()))
            .providerKey(wire.getProviderKey().isEmpty() ? null : wire.getProviderKey())
            .keyId(wire.hasKeyId() ? wire.getKeyId() : null)
            .debugEnabled(flagOrNull(wire.hasDebugEnabled(), wire.getDebugEnabled()))
            .uiButtonTitle(textOrNull(wire.hasUiButtonTitle(), wire.getUiButtonTitle()))
            .configurationType(named(ConfigurationType.class, wire.getConfigurationType()))
            .attributeMapping(
                wire.getAttributeMappingCount() == 0 ? null : wire.getAttributeMappingMap());
    return switch (wire.getSettingsCase()) {
      case OIDC_CONFIG -> change.settings(oidc(wire.getOidcConfig()));
      case SAML_CONFIG -> change.settings(saml(wire.getSamlConfig()));
      case SETTINGS_NOT_SET -> change;
      default ->
          throw Problem.invalid(
              wire.getSettingsCase().name().toLowerCase(java.util.Locale.ROOT),
              "not for the connections of an organization; expected oidc_config or saml_config");
    };
  }

  private static OidcChange oidc(OIDCConnectionConfig wire) {
    return new OidcChange()
        .issuer(textOrNull(wire.hasIssuer(), wire.getIssuer()))
        .discoveryEndpoint(textOrNull(wire.hasDiscoveryEndpoint(), wire.getDiscoveryEndpoint()))
        .authorizeUri(textOrNull(wire.hasAuthorizeUri(), wire.getAuthorizeUri()))
        .tokenUri(textOrNull(wire.hasTokenUri(), wire.getTokenUri()))
        .userInfoUri(textOrNull(wire.hasUserInfoUri(), wire.getUserInfoUri()))
        .jwksUri(textOrNull(wire.hasJwksUri(), wire.getJwksUri()))
        .clientId(textOrNull(wire.hasClientId(), wire.getClientId()))
        .clientSecret(textOrNull(wire.hasClientSecret(), wire.getClientSecret()))
        .scopes(
            wire.getScopesList().stream()
                .map(scope -> required(OidcConfig.Scope.class, "oidc_config.scopes", scope.name()))
                .toList())
        .tokenAuthType(named(OidcConfig.TokenAuthType.class, wire.getTokenAuthType()))
        .pkceEnabled(flagOrNull(wire.hasPkceEnabled(), wire.getPkceEnabled()))
        .idpLogoutRequired(flagOrNull(wire.hasIdpLogoutRequired(), wire.getIdpLogoutRequired()))
        .syncsProfileOnLogin(
            flagOrNull(wire.hasSyncUserProfileOnLogin(), wire.getSyncUserProfileOnLogin()))
        .provisionsJustInTime(
            flagOrNull(
                wire.hasJitProvisioningWithSsoEnabled(), wire.getJitProvisioningWithSsoEnabled()));
  }

  private static SamlChange saml(SAMLConnectionConfigRequest wire) {
    return new SamlChange()
        .idpMetadataUrl(textOrNull(wire.hasIdpMetadataUrl(), wire.getIdpMetadataUrl()))
        .idpEntityId(textOrNull(wire.hasIdpEntityId(), wire.getIdpEntityId()))
        .idpSsoUrl(textOrNull(wire.hasIdpSsoUrl(), wire.getIdpSsoUrl()))
        .idpSloUrl(textOrNull(wire.hasIdpSloUrl(), wire.getIdpSloUrl()))
        .idpCertificate(textOrNull(wire.hasIdpCertificate(), wire.getIdpCertificate()))
        .nameIdFormat(named(SamlConfig.NameIdFormat.class, wire.getIdpNameIdFormat()))
        .ssoRequestBinding(named(SamlConfig.RequestBinding.class, wire.getIdpSsoRequestBinding()))
        .sloRequestBinding(named(SamlConfig.RequestBinding.class, wire.getIdpSloRequestBinding()))
        .signingOption(signing(wire))
        .forceAuthn(flagOrNull(wire.hasForceAuthn(), wire.getForceAuthn()))
        .defaultRedirectUri(textOrNull(wire.hasDefaultRedirectUri(), wire.getDefaultRedirectUri()))
        .assertionEncrypted(flagOrNull(wire.hasAssertionEncrypted(), wire.getAssertionEncrypted()))
        .wantRequestSigned(flagOrNull(wire.hasWantRequestSigned(), wire.getWantRequestSigned()))
        .certificateId(textOrNull(wire.hasCertificateId(), wire.getCertificateId()))
        .idpSloRequired(flagOrNull(wire.hasIdpSloRequired(), wire.getIdpSloRequired()))
        .syncsProfileOnLogin(
            flagOrNull(wire.hasSyncUserProfileOnLogin(), wire.getSyncUserProfileOnLogin()))
        .provisionsJustInTime(
            flagOrNull(
                wire.hasJitProvisioningWithSsoEnabled(), wire.getJitProvisioningWithSsoEnabled()));
  }

  private static SamlConfig.@Nullable SigningOption signing(SAMLConnectionConfigRequest wire) {
    String name = wire.getSamlSigningOption().name();
    return wire.getSamlSigningOption().getNumber() == 0
        ? null
        : required(SamlConfig.SigningOption.class, "saml_config.saml_signing_option", name);
  }

  private static @Nullable ConnectionProvider provider(int number, String name) {
    return number == 0 ? null : required(ConnectionProvider.class, "provider", name);
  }

  /// Our enums bear the contract's names; its zero value, by whatever name, means unset.
  private static <E extends Enum<E>> @Nullable E named(
      Class<E> ours, com.google.protobuf.ProtocolMessageEnum wire) {
    return wire.getNumber() == 0 ? null : Enum.valueOf(ours, ((Enum<?>) wire).name());
  }

  private static <E extends Enum<E>> E required(Class<E> ours, String field, String name) {
    try {
      return Enum.valueOf(ours, name);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
          field,
          "found "
              + name
              + ", expected one of "
              + java.util.Arrays.toString(ours.getEnumConstants()));
    }
  }
}
