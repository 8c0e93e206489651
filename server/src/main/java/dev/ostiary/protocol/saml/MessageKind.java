package dev.ostiary.protocol.saml;

/// The XML that carries an identity provider's word. Each kind goes through the same checks.
enum MessageKind {
  RESPONSE(Namespaces.PROTOCOL, "Response"),
  ASSERTION(Namespaces.ASSERTION, "Assertion"),
  LOGOUT_REQUEST(Namespaces.PROTOCOL, "LogoutRequest"),
  LOGOUT_RESPONSE(Namespaces.PROTOCOL, "LogoutResponse");

  private final String namespace;
  private final String element;

  MessageKind(String namespace, String element) {
    this.namespace = namespace;
    this.element = element;
  }

  String namespace() {
    return namespace;
  }

  /// The name of the root element.
  String element() {
    return element;
  }
}
