package dev.ostiary.protocol.saml;

/// The forms of a subject that we ask for (SAML 2.0 Core, section 8.3).
public enum NameIdFormat {
  UNSPECIFIED("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"),
  EMAIL("urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
  TRANSIENT("urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
  PERSISTENT("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");

  private final String uri;

  NameIdFormat(String uri) {
    this.uri = uri;
  }

  public String uri() {
    return uri;
  }
}
