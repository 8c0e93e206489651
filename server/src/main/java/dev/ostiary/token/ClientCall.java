package dev.ostiary.token;

import com.linecorp.armeria.common.HttpResponse;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.OrganizationClient;

/// What a client asks of the back channel with a form.
interface ClientCall {
  String path();

  /// Answers a client that has been authenticated.
  ///
  /// @throws OAuthRefusal when it cannot have what it asks for
  HttpResponse answer(ApiClient client, Form form);

  /// The same for a machine of an organization; most calls are not for machines.
  default HttpResponse answerMachine(
      Environment environment, OrganizationClient machine, Form form) {
    throw OAuthRefusal.invalidClient();
  }
}
