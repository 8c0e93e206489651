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
          """)
  void whatIsRightRaisesNoEyebrow(String guide, String field, String value) {
    assertThat(in(guide, field, value)).isEmpty();
  }

  @Test
  void whatWasNotEnteredIsNoMistake() {
    assertThat(in("google-saml", Mistakes.METADATA_URL, " ")).isEmpty();
  }
}
