package dev.ostiary.organization;

/// What a domain is for; the contract's names.
public enum DomainType {
  /// Suggests its organization to people with such an address; proves nothing.
  ALLOWED_EMAIL_DOMAIN,
  /// Leads people with such an address to the organization's sign-in.
  ORGANIZATION_DOMAIN
}
