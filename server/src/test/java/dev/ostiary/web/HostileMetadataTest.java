package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.MediaType;
import dev.ostiary.app.TestServer;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.saml.TestKeys;
import dev.ostiary.testing.StubServer;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A customer's provider may call itself what it likes; on the pages of others that is a text.
class HostileMetadataTest {
  private static final String ATTACK = "\"><script>alert(1)</script>";
  private static final String IN_XML = "&quot;>&lt;script>alert(1)&lt;/script>";
  private static final String ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;";

  private static String metadata() throws Exception {
    String certificate =
        Base64.getEncoder().encodeToString(TestKeys.IDP.certificate().getEncoded());
    return """
    <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:idp:%1$s">\
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
    <ds:X509Data><ds:X509Certificate>%2$s</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
    </md:KeyDescriptor><md:SingleSignOnService Location="https://idp.example/sso" \
    Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/></md:IDPSSODescriptor>\
    <md:Organization><md:OrganizationName xml:lang="en">%1$s</md:OrganizationName>\
    <md:OrganizationDisplayName xml:lang="en">%1$s</md:OrganizationDisplayName>\
    <md:OrganizationURL xml:lang="en">https://idp.example/</md:OrganizationURL></md:Organization>\
    </md:EntityDescriptor>
    """
        .formatted(IN_XML, certificate);
  }

  @Test
  void whatMetadataSayIsATextOnThePagesOfOperatorsAndItAdmins() throws Exception {
    try (TestServer server = TestServer.start();
        StubServer idp = new StubServer()) {
      idp.answers(200, MediaType.XML_UTF_8, metadata());
      RestClient api = server.rest();
      String organization = id(api.post("/api/v1/organizations", named("Acme")), "organization");
      String connections = "/api/v1/organizations/" + organization + "/connections";
      ObjectNode connection = Json.object().put("type", "SAML").put("provider", "CUSTOM");
      String id = id(api.post(connections, connection), "connection");
      connection
          .put("configuration_type", "DISCOVERY")
          .putObject("saml_config")
          .put("idp_metadata_url", idp.url("/metadata"))
          .put("ui_button_title", ATTACK);
      assertThat(
              api.patch(connections + "/" + id, connection)
                  .at("/connection/saml_config/idp_entity_id")
                  .asText())
          .as("it is taken as it is")
          .isEqualTo("urn:idp:" + ATTACK);
      PageClient operator = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
      String customer = "/dashboard/organizations/" + organization;
      PageClient admin = new PageClient(server.url());
      admin.keep(admin.post(portalLink(operator, customer), Map.of(), Map.of()));

      isHarmless(operator.get(customer + "/connections/" + id).contentUtf8(), true);
      isHarmless(admin.get("/portal/connections/" + id).contentUtf8(), true);
      isHarmless(operator.get(customer).contentUtf8(), false);
      isHarmless(operator.get("/dashboard/audit").contentUtf8(), false);
      isHarmless(admin.get("/portal").contentUtf8(), false);
    }
  }

  private static void isHarmless(String page, boolean shows) {
    assertThat(page).contains("</html>").doesNotContain("<script>alert");
    if (shows) {
      assertThat(page).as("the control").contains(ESCAPED);
    }
  }

  private static ObjectNode named(String name) {
    return Json.object().put("display_name", name);
  }

  private static String id(ObjectNode answer, String object) {
    return answer.path(object).path("id").asText();
  }

  private static String portalLink(PageClient operator, String customer) {
    String page =
        operator
            .post(customer + "/links", Map.of("csrf", operator.token()), Map.of())
            .contentUtf8();
    Matcher link = Pattern.compile("data-copy=\"[^\"]+(/magicLink/[^\"]+)\"").matcher(page);
    assertThat(link.find()).isTrue();
    return link.group(1);
  }
}
