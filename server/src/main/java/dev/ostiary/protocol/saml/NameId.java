package dev.ostiary.protocol.saml;

import org.jspecify.annotations.Nullable;

/// A person's name at an identity provider (SAML 2.0 Core, section 2.2.3). The qualifiers are kept
/// because a logout request must repeat them.
public record NameId(
    String value,
    @Nullable String format,
    @Nullable String nameQualifier,
    @Nullable String spNameQualifier) {

  /// Longer than any e-mail address, distinguished name or opaque identifier.
  public static final int MAX_LENGTH = 1024;

  public NameId {
    if (value.isBlank()
        || value.length() > MAX_LENGTH
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a name id of " + value.length() + " characters");
    }
  }

  /// A name id without qualifiers.
  public static NameId of(String value, NameIdFormat format) {
    return new NameId(value, format.uri(), null, null);
  }
}
