package dev.ostiary.token;

import com.linecorp.armeria.common.HttpResponse;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.OrganizationClient;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /oauth/token` (RFC 6749, section 3.2): asks the grant, if the client may go that way.
final class TokenRequest implements ClientCall {
  static final String PATH = "/oauth/token";

  private static final Logger LOG = LoggerFactory.getLogger(TokenRequest.class);

  private final List<Grant> grants;
  private final MachineTokens machines;

  TokenRequest(List<Grant> grants, MachineTokens machines) {
    this.grants = List.copyOf(grants);
    this.machines = machines;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public HttpResponse answer(ApiClient client, Form form) {
    Grant grant = grant(form.get("grant_type"));
    if (!client.settings().grants().contains(grant.type())) {
      throw OAuthRefusal.unauthorizedClient(
          "this client may not use " + grant.type().wireName() + "; allow it in its settings");
    }
    HttpResponse answer = Answers.json(grant.redeem(client, form));
    LOG.atInfo()
        .addKeyValue("environment", client.environment())
        .addKeyValue("client", client.id())
        .addKeyValue("grant_type", grant.type().wireName())
        .log("token issued");
    return answer;
  }

  @Override
  public HttpResponse answerMachine(
      Environment environment, OrganizationClient machine, Form form) {
    HttpResponse answer = Answers.json(machines.redeem(environment, machine, form));
    LOG.atInfo()
        .addKeyValue("environment", environment.id())
        .addKeyValue("client", machine.id())
        .log("token issued to a machine");
    return answer;
  }

  private Grant grant(String type) {
    return grants.stream()
        .filter(grant -> grant.type().wireName().equals(type))
        .findFirst()
        .orElseThrow(() ->
            OAuthRefusal.unsupportedGrantType(
                "expected one of: "
                    + String.join(
                        ", ", grants.stream().map(grant -> grant.type().wireName()).toList())));
  }
}
