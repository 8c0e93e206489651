package dev.ostiary.api;

import static dev.ostiary.api.Replies.timestamp;

import dev.ostiary.organization.Domain;
import dev.ostiary.wire.domains.DomainType;
import dev.ostiary.wire.domains.VerificationMethod;
import dev.ostiary.wire.domains.VerificationStatus;

/// Domains in the words of the contract (section 1.3).
final class DomainMapping {
  private DomainMapping() {}

  static dev.ostiary.wire.domains.Domain wire(Domain domain) {
    return dev.ostiary.wire.domains.Domain.newBuilder()
        .setId(domain.id().toString())
        .setDomain(domain.name().text())
        .setEnvironmentId(domain.environment().toString())
        .setOrganizationId(domain.organization().toString())
        .setTxtRecordKey(Domain.RECORD_LABEL)
        .setTxtRecordSecret(domain.recordText())
        .setVerificationStatus(VerificationStatus.valueOf(domain.verification().status().name()))
        .setVerificationMethod(VerificationMethod.valueOf(domain.verification().method().name()))
        .setDomainType(DomainType.valueOf(domain.type().name()))
        .setCreateTime(timestamp(domain.createTime()))
        .setUpdateTime(timestamp(domain.updateTime()))
        .build();
  }
}
