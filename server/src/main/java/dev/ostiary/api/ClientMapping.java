package dev.ostiary.api;

import static dev.ostiary.api.Replies.ifPresent;
import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ClientPolicy;
import dev.ostiary.environment.ClientSecret;
import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientType;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.environment.CreatedSecret;
import dev.ostiary.environment.CustomClaims;
import dev.ostiary.environment.GrantType;
import dev.ostiary.platform.Problem;
import dev.ostiary.wire.clients.Client;
import dev.ostiary.wire.clients.ClientSecretStatus;
import dev.ostiary.wire.clients.CreateClient;
import dev.ostiary.wire.clients.CustomClaim;
import dev.ostiary.wire.clients.UpdateClient;
import dev.ostiary.wire.clients.UpdateClientRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Clients in the words of the contract (section 1.4).
final class ClientMapping {
  private ClientMapping() {}

  static Client wire(ApiClient client, List<ClientSecret> secrets) {
    ClientUris uris = client.settings().uris();
    ClientPolicy policy = client.settings().policy();
    Client.Builder wire =
        Client.newBuilder()
            .setId(client.id().toString())
            .setKeyId(client.id().toString())
            .setCreateTime(timestamp(client.createTime()))
            .setUpdateTime(timestamp(client.updateTime()))
            .setName(client.name())
            .setClientType(client.settings().type().name())
            .addAllBackChannelLogoutUris(uris.backChannelLogout())
            .setAccessTokenExpiry(policy.accessTokenLife().toSeconds())
            .addAllScopes(policy.scopes())
            .addAllCustomClaims(wire(policy.customClaims()))
            .setDisallowScalekitApiAccess(!policy.apiAccess())
            .setEnforcePkce(client.settings().needsPkce());
    uris.postLogin().forEach(uri -> wire.addPostLoginUris(uri.text()));
    uris.postLogout().forEach(uri -> wire.addPostLogoutRedirectUris(uri.text()));
    ifPresent(uris.initiateLogin(), wire::setInitiateLoginUri);
    client.settings().grants().forEach(grant -> wire.addGrantTypes(grant.wireName()));
    secrets.forEach(secret -> wire.addSecrets(wire(secret)));
    return wire.build();
  }

  static dev.ostiary.wire.clients.ClientSecret wire(ClientSecret secret) {
    return secret(secret).build();
  }

  /// The secret with its text, this once.
  static dev.ostiary.wire.clients.ClientSecret wire(CreatedSecret created) {
    return secret(created.secret()).setPlainSecret(created.plain().reveal()).build();
  }

  private static dev.ostiary.wire.clients.ClientSecret.Builder secret(ClientSecret secret) {
    var wire =
        dev.ostiary.wire.clients.ClientSecret.newBuilder()
            .setId(secret.id().toString())
            .setCreateTime(timestamp(secret.createTime()))
            .setUpdateTime(timestamp(secret.updateTime()))
            .setSecretSuffix(secret.suffix())
            .setStatus(secret.active() ? ClientSecretStatus.ACTIVE : ClientSecretStatus.INACTIVE);
    ifPresent(secret.createdBy(), wire::setCreatedBy);
    ifPresent(secret.expireTime(), time -> wire.setExpireTime(timestamp(time)));
    ifPresent(secret.lastUsedTime(), time -> wire.setLastUsedTime(timestamp(time)));
    return wire;
  }

  static List<CustomClaim> wire(CustomClaims claims) {
    return claims.values().entrySet().stream()
        .map(claim ->
            CustomClaim.newBuilder().setKey(claim.getKey()).setValue(claim.getValue()).build())
        .toList();
  }

  static CustomClaims claims(List<CustomClaim> wire) {
    Map<String, String> values = new TreeMap<>();
    for (CustomClaim claim : wire) {
      if (values.put(claim.getKey(), claim.getValue()) != null) {
        throw Problem.invalid("custom_claims", "found " + claim.getKey() + " twice");
      }
    }
    return new CustomClaims(values);
  }

  static ClientSettings wanted(CreateClient wire) {
    return new ClientSettings(
        wire.getName(),
        ClientType.parse(wire.getClientType()),
        new ClientUris(
            ClientUris.redirects("post_login_uris", wire.getPostLoginUrisList()),
            wire.getInitiateLoginUri(),
            ClientUris.redirects("post_logout_redirect_uris", wire.getPostLogoutRedirectUrisList()),
            wire.getBackChannelLogoutUrisList()),
        new ClientPolicy(
            grants(wire.getGrantTypesList()),
            wire.getEnforcePkce().getValue(),
            !wire.getDisallowScalekitApiAccess().getValue(),
            life(wire.getAccessTokenExpiry()),
            wire.getScopesList(),
            claims(wire.getCustomClaimsList())));
  }

  private static Set<GrantType> grants(List<String> wire) {
    Set<GrantType> grants = EnumSet.noneOf(GrantType.class);
    wire.forEach(name -> grants.add(GrantType.parse("grant_types", name)));
    return grants;
  }

  private static Duration life(long seconds) {
    return seconds == 0 ? ClientPolicy.DEFAULT_LIFE : Duration.ofSeconds(seconds);
  }

  /// The fields that an update is to change; none for those that hold something.
  static List<String> mask(UpdateClientRequest request) {
    List<String> mask = request.getMask().getPathsList();
    for (String path : mask) {
      if (UpdateClient.getDescriptor().findFieldByName(path) == null) {
        throw Problem.invalid("mask", "found " + path + ", expected fields of the client");
      }
    }
    return mask;
  }

  /// The settings after an update. With a mask exactly the fields it names change; without one
  /// those that hold something do.
  static ClientSettings updated(ClientSettings now, UpdateClient wire, List<String> mask) {
    Predicate<String> changes =
        field ->
            mask.isEmpty()
                ? wire.getAllFields().keySet().stream().anyMatch(f -> f.getName().equals(field))
                : mask.contains(field);
    return new ClientSettings(
        changes.test("name") ? wire.getName() : now.name(),
        now.type(),
        uris(now.uris(), wire, changes),
        policy(now.policy(), wire, changes));
  }

  private static ClientUris uris(ClientUris now, UpdateClient wire, Predicate<String> changes) {
    return new ClientUris(
        changes.test("post_login_uris")
            ? ClientUris.redirects("post_login_uris", wire.getPostLoginUrisList())
            : now.postLogin(),
        changes.test("initiate_login_uri") ? wire.getInitiateLoginUri() : now.initiateLogin(),
        changes.test("post_logout_redirect_uris")
            ? ClientUris.redirects(
                "post_logout_redirect_uris", wire.getPostLogoutRedirectUrisList())
            : now.postLogout(),
        changes.test("back_channel_logout_uris")
            ? wire.getBackChannelLogoutUrisList()
            : now.backChannelLogout());
  }

  private static ClientPolicy policy(
      ClientPolicy now, UpdateClient wire, Predicate<String> changes) {
    return new ClientPolicy(
        changes.test("grant_types") ? grants(wire.getGrantTypesList()) : now.grants(),
        changes.test("enforce_pkce") ? wire.getEnforcePkce().getValue() : now.enforcePkce(),
        changes.test("disallow_scalekit_api_access")
            ? !wire.getDisallowScalekitApiAccess().getValue()
            : now.apiAccess(),
        changes.test("access_token_expiry")
            ? life(wire.getAccessTokenExpiry())
            : now.accessTokenLife(),
        changes.test("scopes") ? wire.getScopesList() : now.scopes(),
        changes.test("custom_claims") ? claims(wire.getCustomClaimsList()) : now.customClaims());
  }
}
