package dev.ostiary.web.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people paste into the wrong field, and what they should have pasted.
class MistakesTest {
  private static final String OURS = "https://sso.app.example";

  private static Map<String, String> in(String guide, String field, String value) {
    return Mistakes.in(guide, OURS, Map.of(field, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          entra-oidc | oidc_config.client_secret | 0f8fad5b-d9cb-469f-a165-70867728950e | column Value
          entra-saml | saml_config.idp_metadata_url | https://login.microsoftonline.com/t/federationmetadata/2007-06/federationmetadata.xml | appid
          google-saml | saml_config.idp_metadata_url | https://accounts.google.com/o/saml2 | no metadata URL
          okta-saml | saml_config.idp_metadata_url | https://a.okta.com/app/x/sso/saml | tab Sign On
          okta-saml | saml_config.idp_metadata_url | https://sso.app.example/sso/v1/saml/conn_1/metadata | our own
          generic-saml | saml_config.idp_metadata_url | https://i.example/.well-known/openid-configuration | OpenID Connect
          generic-saml | saml_config.idp_metadata_url | <EntityDescriptor/> | document itself
          generic-saml | metadata | -----BEGIN CERTIFICATE----- | is a certificate
          generic-saml | metadata | https://i.example/metadata | an address
          generic-saml | metadata | hello | no XML
          generic-saml | saml_config.idp_sso_url | https://sso.app.example/sso/v1/saml/conn_1/callback | our own
          generic-saml | saml_config.idp_certificate | -----BEGIN RSA PRIVATE KEY----- | private key
          generic-saml | saml_config.idp_certificate | -----BEGIN CERTIFICATE REQUEST----- | request
          generic-saml | saml_config.idp_certificate | <X509Certificate> | XML
          okta-oidc | oidc_config.issuer | https://acme-admin.okta.com | without -admin
          google-oidc | oidc_config.issuer | https://accounts.google.com/ | without a slash
          entra-oidc | oidc_config.issuer | https://login.microsoftonline.com/common/v2.0 | anybody
          generic-oidc | oidc_config.issuer | https://i.example/FederationMetadata/2007-06/x.xml | for SAML
          google-oidc | oidc_config.client_id | 12345 | googleusercontent
          generic-oidc | oidc_config.client_secret | ••••••• | hidden secret
          entra-oidc | oidc_config.issuer | https://login.microsoftonline.com/0f8fad5b/ | /v2.0 is missing
          entra-oidc | oidc_config.client_id | Our app | 36 characters
          onelogin-saml | saml_config.idp_metadata_url | https://acme.onelogin.com/trust/saml2/http-post/sso/1 | Issuer URL
          jumpcloud-saml | saml_config.idp_metadata_url | https://sso.jumpcloud.com/saml2/acme | Copy Metadata URL
          jumpcloud-saml | metadata | <EntityDescriptor><IDPSSODescriptor/></EntityDescriptor> | Declare Redirect Endpoint
          generic-saml | metadata | <EntityDescriptor><IDPSSODescriptor/></EntityDescriptor> | no sign-in address
          generic-saml | metadata | <EntityDescriptor><SPSSODescriptor/></EntityDescriptor> | of an application
          adfs-saml | saml_config.idp_metadata_url | https://fs.acme.example/adfs/ls | FederationMetadata
          generic-saml | saml_config.idp_certificate | AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01 | fingerprint
          """)
  void aMistakeIsToldInWords(String guide, String field, String value, String words) {
    assertThat(in(guide, field, value)).containsOnlyKeys(field);
    assertThat(in(guide, field, value).get(field)).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          entra-oidc | oidc_config.client_secret | abc~DEF-123.xyz
          entra-saml | saml_config.idp_metadata_url | https://login.microsoftonline.com/t/federationmetadata.xml?appid=1
          okta-saml | saml_config.idp_metadata_url | https://a.okta.com/app/x/sso/saml/metadata
          generic-saml | metadata | <?xml version="1.0"?><EntityDescriptor/>
          generic-saml | saml_config.idp_certificate | -----BEGIN CERTIFICATE-----
          google-oidc | oidc_config.issuer | https://accounts.google.com
          google-oidc | oidc_config.client_id | 1.apps.googleusercontent.com
          okta-oidc | oidc_config.client_secret | ********cdef
          okta-oidc | oidc_config.issuer | https://acme.okta.com
          entra-oidc | oidc_config.issuer | https://login.microsoftonline.com/0f8fad5b/v2.0/.well-known/openid-configuration
          entra-oidc | oidc_config.client_id | 0f8fad5b-d9cb-469f-a165-70867728950e
          onelogin-saml | saml_config.idp_metadata_url | https://app.onelogin.com/saml/metadata/1
          jumpcloud-saml | saml_config.idp_metadata_url | https://sso.jumpcloud.com/saml2/metadata/1
          adfs-saml | saml_config.idp_metadata_url | https://fs.acme.example/FederationMetadata/2007-06/FederationMetadata.xml
          """)
  void whatIsRightRaisesNoEyebrow(String guide, String field, String value) {
    assertThat(in(guide, field, value)).isEmpty();
  }

  @Test
  void aSecretIsNotTheClientIdOnceMore() {
    Map<String, String> entered =
        Map.of(Mistakes.CLIENT_ID, "0oa1", Mistakes.CLIENT_SECRET, "0oa1");

    assertThat(Mistakes.in("okta-oidc", OURS, entered)).containsOnlyKeys(Mistakes.CLIENT_SECRET);
  }

  /// What cannot be seen in what is entered is told where the test is made.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          google-saml | still OFF
          okta-saml | Name ID format
          okta-saml | not assigned
          onelogin-saml | needs a backslash
          adfs-saml | Set-AdfsRelyingPartyTrust
          adfs-saml | clock
          generic-saml | clock
          jumpcloud-saml | Declare Redirect Endpoint
          entra-saml | AADSTS50105
          generic-oidc | a slash at the end
          """)
  void whatShowsOnlyAtTheTestIsInTheGuide(String guide, String words) {
    assertThat(Guides.find(guide).orElseThrow().trouble())
        .anySatisfy(trouble -> assertThat(trouble).contains(words));
  }

  @Test
  void everyGuideKnowsWhatPeopleRunInto() {
    assertThat(Guides.ALL)
        .hasSize(16)
        .allSatisfy(guide -> assertThat(guide.trouble()).isNotEmpty());
  }

  @Test
  void whatWasNotEnteredIsNoMistake() {
    assertThat(in("google-saml", Mistakes.METADATA_URL, " ")).isEmpty();
  }
}
