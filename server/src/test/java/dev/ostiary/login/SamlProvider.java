package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.SamlChange;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.protocol.saml.Draft;
import dev.ostiary.protocol.saml.TestKeys;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A company's SAML identity provider that answers what it is asked, before it signs.
record SamlProvider(LoginWorld world) {
  static final String SSO = "https://idp.acme.test/sso";
  static final String SLO = "https://idp.acme.test/slo";

  /// What a connection must know of it.
  static SamlChange settings() {
    return new SamlChange()
        .idpEntityId(Draft.IDP)
        .idpSsoUrl(SSO)
        .idpSloUrl(SLO)
        .idpCertificate(TestKeys.IDP.idpCertificate().pem());
  }

  /// An enabled connection.
  Connection connection(SamlChange change) {
    return connection(world.organization, change);
  }

  Connection connection(OrganizationId owner, SamlChange change) {
    return world.connection(owner, ConnectionType.SAML, ConfigChange.of(change));
  }

  SpUrls urls(Connection of) {
    return SpUrls.of(world.environment.url(), of);
  }

  /// The app's request and what the browser is sent to the provider with.
  Map<String, String> depart(Browser browser, Connection through, String... wishes) {
    Map<String, String> request = world.request(wishes);
    request.put("connection_id", through.id().toString());
    Page page = browser.get(world.authorizeUrl(request));
    if (page.header("location").isEmpty()) {
      assertThat(page.action().toString()).isEqualTo(SSO);
      return page.fields();
    }
    assertThat(page.location().toString()).startsWith(SSO + "?");
    return page.parameters();
  }

  /// The provider's answer to a request, not signed yet.
  Draft answer(Connection to, Map<String, String> request) {
    String xml = SamlRequests.read(request.get("SAMLRequest"));
    Matcher id = Pattern.compile(" ID=\"([^\"]+)\"").matcher(xml);
    assertThat(id.find()).isTrue();
    return addressed(Draft.answer().replacing(Draft.REQUEST, id.group(1)), to);
  }

  Draft addressed(Draft draft, Connection to) {
    return draft
        .replacing("\"" + Draft.ACS + "\"", "\"" + urls(to).callback() + "\"")
        .replacing(">" + Draft.SP + "<", ">" + urls(to).entityId() + "<")
        .replacing("\"_assertion\"", "\"_" + world.ids.next() + "\"");
  }

  /// @param relayState null for none
  static Map<String, String> form(Draft draft, String relayState) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("SAMLResponse", draft.base64());
    if (relayState != null) {
      form.put("RelayState", relayState);
    }
    return form;
  }

  /// From the app's request to where the browser is sent with the code.
  Page signIn(Browser browser, Connection through) {
    Map<String, String> request = depart(browser, through);
    Draft draft = answer(through, request).signed(Draft.Signed.ASSERTION);
    return browser.post(urls(through).callback(), form(draft, request.get("RelayState")));
  }
}
