package dev.ostiary.protocol.saml;

/// What of a response must be signed. A signature that is there must be valid under every policy.
public enum SignaturePolicy {
  RESPONSE,
  ASSERTION,
  BOTH,
  EITHER;

  boolean isMetBy(boolean response, boolean assertion) {
    return switch (this) {
      case RESPONSE -> response;
      case ASSERTION -> assertion;
      case BOTH -> response && assertion;
      case EITHER -> response || assertion;
    };
  }
}
