package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.GrantType;

/// One way to a token. By the time it is asked, the client has proved who it is.
interface Grant {
  GrantType type();

  /// The body of the successful answer (RFC 6749, section 5.1).
  ///
  /// @throws OAuthRefusal when the grant is not good for a token
  ObjectNode redeem(ApiClient client, Form form);
}
