package dev.ostiary.api;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Int32Value;
import dev.ostiary.environment.ClientPolicy;
import dev.ostiary.organization.OrganizationSettings;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.SessionPolicy;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.commons.TimeUnit;
import dev.ostiary.wire.organizations.ApplicationSessionPolicySettings;
import dev.ostiary.wire.organizations.GetApplicationSessionPolicyRequest;
import dev.ostiary.wire.organizations.GetApplicationSessionPolicyResponse;
import dev.ostiary.wire.organizations.GetOrganizationSessionPolicyRequest;
import dev.ostiary.wire.organizations.GetOrganizationSessionPolicyResponse;
import dev.ostiary.wire.organizations.GetOrganizationUserManagementSettingsRequest;
import dev.ostiary.wire.organizations.GetOrganizationUserManagementSettingsResponse;
import dev.ostiary.wire.organizations.OrganizationSessionPolicySettings;
import dev.ostiary.wire.organizations.OrganizationUserManagementSettings;
import dev.ostiary.wire.organizations.SessionPolicyType;
import dev.ostiary.wire.organizations.UpdateOrganizationSessionPolicyRequest;
import dev.ostiary.wire.organizations.UpdateOrganizationSessionPolicyResponse;
import dev.ostiary.wire.organizations.UpsertUserManagementSettingsRequest;
import dev.ostiary.wire.organizations.UpsertUserManagementSettingsResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The calls about what organizations set: session policies, whose times are minutes in every
/// answer, and user management.
final class SettingsCalls {
  private final OrganizationSettings settings;
  private final Organizations organizations;

  SettingsCalls(OrganizationSettings settings, Organizations organizations) {
    this.settings = settings;
    this.organizations = organizations;
  }

  GetOrganizationSessionPolicyResponse sessionPolicy(GetOrganizationSessionPolicyRequest request) {
    return GetOrganizationSessionPolicyResponse.newBuilder()
        .setPolicy(
            wire(settings.sessionPolicy(environment(), organization(request.getOrganizationId()))))
        .build();
  }

  /// What the request leaves out stays; giving times makes the policy the organization's own.
  UpdateOrganizationSessionPolicyResponse changeSessionPolicy(
      UpdateOrganizationSessionPolicyRequest request) {
    boolean timed =
        request.hasAbsoluteSessionTimeout()
            || request.hasIdleSessionTimeout()
            || request.hasIdleSessionTimeoutEnabled();
    SessionPolicy changed =
        settings.changeSessionPolicy(
            environment(),
            organization(request.getOrganizationId()),
            now ->
                new SessionPolicy(
                    switch (request.getPolicySource()) {
                      case CUSTOM -> true;
                      case APPLICATION -> false;
                      default -> timed || now.custom();
                    },
                    request.hasAbsoluteSessionTimeout()
                        ? duration(
                            request.getAbsoluteSessionTimeout(),
                            request.getAbsoluteSessionTimeoutUnit())
                        : now.absolute(),
                    request.hasIdleSessionTimeoutEnabled()
                        ? Boolean.valueOf(request.getIdleSessionTimeoutEnabled().getValue())
                        : now.idleEnabled(),
                    request.hasIdleSessionTimeout()
                        ? duration(
                            request.getIdleSessionTimeout(), request.getIdleSessionTimeoutUnit())
                        : now.idle()));
    return UpdateOrganizationSessionPolicyResponse.newBuilder().setPolicy(wire(changed)).build();
  }

  private static Duration duration(Int32Value value, TimeUnit unit) {
    return switch (unit) {
      case HOURS -> Duration.ofHours(value.getValue());
      case DAYS -> Duration.ofDays(value.getValue());
      default -> Duration.ofMinutes(value.getValue());
    };
  }

  private static OrganizationSessionPolicySettings wire(SessionPolicy policy) {
    OrganizationSessionPolicySettings.Builder wire =
        OrganizationSessionPolicySettings.newBuilder()
            .setPolicySource(
                policy.custom() ? SessionPolicyType.CUSTOM : SessionPolicyType.APPLICATION);
    if (policy.absolute() != null) {
      wire.setAbsoluteSessionTimeout(Int32Value.of(minutes(policy.absolute())))
          .setAbsoluteSessionTimeoutUnit(TimeUnit.MINUTES);
    }
    if (policy.idleEnabled() != null) {
      wire.setIdleSessionTimeoutEnabled(BoolValue.of(policy.idleEnabled()));
    }
    if (policy.idle() != null) {
      wire.setIdleSessionTimeout(Int32Value.of(minutes(policy.idle())))
          .setIdleSessionTimeoutUnit(TimeUnit.MINUTES);
    }
    return wire.build();
  }

  /// What holds for every organization without a policy of its own.
  GetApplicationSessionPolicyResponse applicationPolicy(
      GetApplicationSessionPolicyRequest request) {
    organizations.get(environment(), organization(request.getOrganizationId()));
    return GetApplicationSessionPolicyResponse.newBuilder()
        .setApplicationPolicy(
            ApplicationSessionPolicySettings.newBuilder()
                .setAbsoluteSessionTimeout(minutes(SessionPolicy.APPLICATION_ABSOLUTE))
                .setAbsoluteSessionTimeoutUnit(TimeUnit.MINUTES)
                .setIdleSessionTimeoutEnabled(true)
                .setIdleSessionTimeout(minutes(SessionPolicy.APPLICATION_IDLE))
                .setIdleSessionTimeoutUnit(TimeUnit.MINUTES)
                .setAccessTokenExpiry(minutes(ClientPolicy.DEFAULT_LIFE)))
        .build();
  }

  private static int minutes(Duration duration) {
    return (int) duration.toMinutes();
  }

  UpsertUserManagementSettingsResponse changeUserManagement(
      UpsertUserManagementSettingsRequest request) {
    @Nullable Integer maxUsers =
        request.getSettings().hasMaxAllowedUsers()
            ? Integer.valueOf(request.getSettings().getMaxAllowedUsers().getValue())
            : null;
    settings.setMaxUsers(environment(), organization(request.getOrganizationId()), maxUsers);
    return UpsertUserManagementSettingsResponse.newBuilder()
        .setSettings(wire(Optional.ofNullable(maxUsers)))
        .build();
  }

  GetOrganizationUserManagementSettingsResponse userManagement(
      GetOrganizationUserManagementSettingsRequest request) {
    return GetOrganizationUserManagementSettingsResponse.newBuilder()
        .setSettings(
            wire(settings.maxUsers(environment(), organization(request.getOrganizationId()))))
        .build();
  }

  private static OrganizationUserManagementSettings wire(Optional<Integer> maxUsers) {
    OrganizationUserManagementSettings.Builder wire =
        OrganizationUserManagementSettings.newBuilder();
    maxUsers.ifPresent(count -> wire.setMaxAllowedUsers(Int32Value.of(count)));
    return wire.build();
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }

  private static OrganizationId organization(String text) {
    return OrganizationId.parse("organization_id", text);
  }
}
