package dev.ostiary.protocol.saml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A message of ours on its way through the browser to an identity provider.
public sealed interface OutgoingMessage {

  /// The browser is redirected (SAML 2.0 Bindings, section 3.4).
  record Redirect(String url) implements OutgoingMessage {}

  /// The browser posts a form (section 3.5).
  ///
  /// @param fields in the order of the form, not escaped
  record Form(String action, Map<String, String> fields) implements OutgoingMessage {
    public Form {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }
}
