package dev.ostiary.protocol.saml;

import java.util.Arrays;
import java.util.Optional;

/// How a message travels through the browser (SAML 2.0 Bindings, sections 3.4 and 3.5), the one we
/// prefer first.
public enum Binding {
  REDIRECT("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"),
  POST("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");

  private final String uri;

  Binding(String uri) {
    this.uri = uri;
  }

  public String uri() {
    return uri;
  }

  /// Bindings that we do not speak (SOAP, artifact) are absent.
  static Optional<Binding> find(String uri) {
    return Arrays.stream(values()).filter(binding -> binding.uri.equals(uri)).findFirst();
  }
}
