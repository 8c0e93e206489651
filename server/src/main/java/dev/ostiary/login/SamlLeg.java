package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.environment.Environment;
import dev.ostiary.protocol.saml.AuthnRequest;
import dev.ostiary.protocol.saml.Binding;
import dev.ostiary.protocol.saml.OutgoingMessage;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The way to a SAML identity provider (SAML 2.0 Profiles, section 4.1.3).
final class SamlLeg implements Leg {
  private final SpKeys keys;
  private final InstantSource clock;

  SamlLeg(SpKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Departure depart(
      Environment environment, Connection connection, Handshake handshake, Wishes wishes) {
    var parties = new SamlParties(environment, connection);
    SamlConfig config = parties.config();
    AuthnRequest request =
        new AuthnRequest(
            handshake.samlRequestId(),
            clock.instant(),
            Objects.requireNonNull(config.idpSsoUrl()),
            parties.urls().entityId(),
            parties.urls().callback(),
            parties.nameIdFormat(),
            config.forceAuthn() || wishes.wantsFreshLogin(),
            wishes.prompt() == Prompt.none);
    Binding binding = SamlParties.binding(config.ssoRequestBinding());
    OutgoingMessage message =
        request.send(
            binding,
            handshake.handle(),
            config.wantRequestSigned() ? keys.signing(environment) : null);
    return new Departure(nextStep(message), facts(request, binding, config));
  }

  static NextStep nextStep(OutgoingMessage message) {
    return switch (message) {
      case OutgoingMessage.Redirect(String url) -> new NextStep.Redirect(url);
      case OutgoingMessage.Form(String action, Map<String, String> fields) ->
          new NextStep.FormPost(action, fields);
    };
  }

  private static Map<String, String> facts(
      AuthnRequest request, Binding binding, SamlConfig config) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("request_id", request.id());
    facts.put("destination", request.destination());
    facts.put("issuer", request.issuer());
    facts.put("acs_url", request.acsUrl());
    facts.put("binding", binding.name());
    facts.put("signed", String.valueOf(config.wantRequestSigned()));
    facts.put("force_authn", String.valueOf(request.forceAuthn()));
    return facts;
  }
}
