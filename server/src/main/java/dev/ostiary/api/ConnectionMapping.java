package dev.ostiary.api;

import static dev.ostiary.api.Replies.flag;
import static dev.ostiary.api.Replies.ifPresent;
import static dev.ostiary.api.Replies.text;
import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.Domain;
import dev.ostiary.organization.Domains;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.connections.ConfigurationType;
import dev.ostiary.wire.connections.ConnectionProvider;
import dev.ostiary.wire.connections.ConnectionStatus;
import dev.ostiary.wire.connections.ConnectionType;
import dev.ostiary.wire.connections.IDPCertificate;
import dev.ostiary.wire.connections.ListConnection;
import dev.ostiary.wire.connections.NameIdFormat;
import dev.ostiary.wire.connections.OIDCConnectionConfig;
import dev.ostiary.wire.connections.OIDCScope;
import dev.ostiary.wire.connections.RequestBinding;
import dev.ostiary.wire.connections.SAMLConnectionConfigResponse;
import dev.ostiary.wire.connections.SAMLSigningOptions;
import dev.ostiary.wire.connections.TokenAuthType;
import java.util.List;
import java.util.Map;

/// Connections in the words of the contract (sections 1.2 and 4.2).
final class ConnectionMapping {
  private final Environments environments;
  private final Organizations organizations;
  private final Domains domains;

  ConnectionMapping(Environments environments, Customers customers) {
    this.environments = environments;
    this.organizations = customers.organizations();
    this.domains = customers.domains();
  }

  dev.ostiary.wire.connections.Connection wire(Connection connection) {
    SpUrls urls = SpUrls.of(environments.get(connection.environment()).url(), connection);
    var wire =
        dev.ostiary.wire.connections.Connection.newBuilder()
            .setId(connection.id().toString())
            .setProvider(ConnectionProvider.valueOf(connection.provider().name()))
            .setType(ConnectionType.valueOf(connection.type().name()))
            .setStatus(ConnectionStatus.valueOf(connection.status().name()))
            .setEnabled(connection.enabled())
            .setDebugEnabled(connection.debugEnabled())
            .setOrganizationId(connection.organization().toString())
            .setTestConnectionUri(urls.test())
            .putAllAttributeMapping(connection.attributeMapping())
            .setProviderKey(connection.providerKey())
            .setCreateTime(timestamp(connection.createTime()))
            .setUpdateTime(timestamp(connection.updateTime()));
    domains.listVerified(connection.environment(), List.of(connection.organization())).stream()
        .filter(domain -> domain.leadsTo(connection.id()))
        .forEach(domain -> wire.addDomains(DomainMapping.wire(domain)));
    ifPresent(connection.keyId(), wire::setKeyId);
    ifPresent(connection.uiButtonTitle(), wire::setUiButtonTitle);
    ifPresent(
        connection.configurationType(),
        type -> wire.setConfigurationType(ConfigurationType.valueOf(type.name())));
    switch (connection.config()) {
      case OidcConfig oidc -> wire.setOidcConfig(oidc(oidc, urls));
      case SamlConfig saml -> wire.setSamlConfig(saml(saml, urls));
    }
    return wire.build();
  }

  List<ListConnection> listed(List<Connection> connections, EnvironmentId environment) {
    List<OrganizationId> owners = connections.stream().map(Connection::organization).toList();
    Map<OrganizationId, String> names = organizations.displayNames(environment, owners);
    List<Domain> verified = domains.listVerified(environment, owners);
    return connections.stream()
        .map(connection -> {
          ListConnection.Builder wire =
              ListConnection.newBuilder()
                  .setId(connection.id().toString())
                  .setProvider(ConnectionProvider.valueOf(connection.provider().name()))
                  .setType(ConnectionType.valueOf(connection.type().name()))
                  .setStatus(ConnectionStatus.valueOf(connection.status().name()))
                  .setEnabled(connection.enabled())
                  .setOrganizationId(connection.organization().toString())
                  .setOrganizationName(names.getOrDefault(connection.organization(), ""))
                  .setProviderKey(connection.providerKey())
                  .setCreatedAt(timestamp(connection.createTime()));
          verified.stream()
              .filter(domain -> domain.organization().equals(connection.organization()))
              .filter(domain -> domain.leadsTo(connection.id()))
              .forEach(domain -> wire.addDomains(domain.name().text()));
          ifPresent(connection.keyId(), wire::setKeyId);
          ifPresent(connection.uiButtonTitle(), wire::setUiButtonTitle);
          return wire.build();
        })
        .toList();
  }

  private static OIDCConnectionConfig oidc(OidcConfig config, SpUrls urls) {
    OIDCConnectionConfig.Builder wire =
        OIDCConnectionConfig.newBuilder()
            .setRedirectUri(urls.callback())
            .setTokenAuthType(TokenAuthType.valueOf(config.tokenAuthType().name()))
            .setPkceEnabled(flag(config.pkceEnabled()))
            .setIdpLogoutRequired(flag(config.idpLogoutRequired()))
            .setSyncUserProfileOnLogin(flag(config.syncsProfileOnLogin()))
            .setJitProvisioningWithSsoEnabled(flag(config.provisionsJustInTime()));
    text(urls.postLogoutCallback(), wire::setPostLogoutRedirectUri);
    text(urls.backchannelLogout(), wire::setBackchannelLogoutRedirectUri);
    config.scopes().forEach(scope -> wire.addScopes(OIDCScope.valueOf(scope.name())));
    text(config.issuer(), wire::setIssuer);
    text(config.discoveryEndpoint(), wire::setDiscoveryEndpoint);
    text(config.authorizeUri(), wire::setAuthorizeUri);
    text(config.tokenUri(), wire::setTokenUri);
    text(config.userInfoUri(), wire::setUserInfoUri);
    text(config.jwksUri(), wire::setJwksUri);
    text(config.clientId(), wire::setClientId);
    ifPresent(config.clientSecret(), secret -> text(secret.masked(), wire::setClientSecret));
    return wire.build();
  }

  private static SAMLConnectionConfigResponse saml(SamlConfig config, SpUrls urls) {
    SAMLConnectionConfigResponse.Builder wire =
        SAMLConnectionConfigResponse.newBuilder()
            .setSpEntityId(urls.entityId())
            .setSpAssertionUrl(urls.callback())
            .setSpMetadataUrl(urls.metadata())
            .setIdpNameIdFormat(NameIdFormat.valueOf(config.nameIdFormat().name()))
            .setIdpSsoRequestBinding(RequestBinding.valueOf(config.ssoRequestBinding().name()))
            .setIdpSloRequestBinding(RequestBinding.valueOf(config.sloRequestBinding().name()))
            .setSamlSigningOption(SAMLSigningOptions.valueOf(config.signingOption().name()))
            .setForceAuthn(flag(config.forceAuthn()))
            .setAssertionEncrypted(flag(config.assertionEncrypted()))
            .setWantRequestSigned(flag(config.wantRequestSigned()))
            .setIdpSloRequired(flag(config.idpSloRequired()))
            .setAllowIdpInitiatedLogin(flag(config.allowIdpInitiatedLogin()))
            .setSyncUserProfileOnLogin(flag(config.syncsProfileOnLogin()))
            .setJitProvisioningWithSsoEnabled(flag(config.provisionsJustInTime()));
    text(urls.singleLogout(), wire::setSpSloUrl);
    text(config.idpMetadataUrl(), wire::setIdpMetadataUrl);
    text(config.idpEntityId(), wire::setIdpEntityId);
    text(config.idpSsoUrl(), wire::setIdpSsoUrl);
    text(config.idpSloUrl(), wire::setIdpSloUrl);
    text(config.defaultRedirectUri(), wire::setDefaultRedirectUri);
    text(config.certificateId(), wire::setCertificateId);
    for (SamlConfig.Certificate certificate : config.idpCertificates()) {
      wire.addIdpCertificates(
          IDPCertificate.newBuilder()
              .setId(certificate.id())
              .setCertificate(certificate.pem())
              .setIssuer(certificate.issuer())
              .setCreateTime(timestamp(certificate.addTime()))
              .setExpiryTime(timestamp(certificate.notAfter())));
    }
    return wire.build();
  }
}
