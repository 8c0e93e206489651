package dev.ostiary.web.portal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What people enter by mistake, seen before anything is asked of anybody, and told in words with
/// the screen to look at. Pure.
final class Mistakes {
  static final String METADATA_URL = "saml_config.idp_metadata_url";
  static final String METADATA = "metadata";
  static final String SSO_URL = "saml_config.idp_sso_url";
  static final String CERTIFICATE = "saml_config.idp_certificate";
  static final String ISSUER = "oidc_config.issuer";
  static final String CLIENT_ID = "oidc_config.client_id";
  static final String CLIENT_SECRET = "oidc_config.client_secret";

  private static final Pattern GUID =
      Pattern.compile("(?i)[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");
  private static final Pattern FINGERPRINT =
      Pattern.compile("(?i)([0-9a-f]{2}:){15,}[0-9a-f]{2}|[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern MASKED = Pattern.compile("[*•.…]{3,}.*");

  private final String guide;
  private final String ours;
  private final Map<String, String> found = new LinkedHashMap<>();

  private Mistakes(String guide, String ours) {
    this.guide = guide;
    this.ours = ours;
  }

  /// @param guide the key of the guide that was followed
  /// @param ours what all our own addresses begin with
  /// @param entered by the names of the fields; what is missing was not entered
  /// @return what to do about it, by field; empty when nothing catches the eye
  static Map<String, String> in(String guide, String ours, Map<String, String> entered) {
    Mistakes mistakes = new Mistakes(guide, ours);
    entered.forEach((field, value) -> {
      if (!value.isBlank()) {
        mistakes.look(field, value.strip());
      }
    });
    mistakes.compare(
        entered.getOrDefault(CLIENT_ID, "").strip(),
        entered.getOrDefault(CLIENT_SECRET, "").strip());
    return mistakes.found;
  }

  private void look(String field, String value) {
    switch (field) {
      case METADATA_URL -> metadataUrl(value);
      case METADATA -> metadata(value);
      case SSO_URL -> notOurs(SSO_URL, value, "the sign-in address of your identity provider");
      case CERTIFICATE -> certificate(value);
      case ISSUER -> issuer(value);
      case CLIENT_ID -> clientId(value);
      case CLIENT_SECRET -> clientSecret(value);
      default -> {}
    }
  }

  private void metadataUrl(String value) {
    notOurs(METADATA_URL, value, "the metadata URL of your identity provider");
    if (value.startsWith("<")) {
      found.put(
          METADATA_URL,
          "This is the metadata document itself. Put it into the field below, or upload the file.");
    } else if (guide.startsWith("entra") && !value.contains("appid=")) {
      found.put(
          METADATA_URL,
          "The part ?appid=… at the end is missing; without it Entra sends the certificates of another"
              + " application. Copy the App Federation Metadata Url again, all of it.");
    } else if (guide.startsWith("google")) {
      found.put(
          METADATA_URL,
          "Google Workspace has no metadata URL. Choose Download metadata there, and upload the"
              + " file.");
    } else if (guide.startsWith("okta") && value.endsWith("/sso/saml")) {
      found.put(
          METADATA_URL,
          "This is the sign-in address. The metadata URL is on the tab Sign On and ends with"
              + " /sso/saml/metadata.");
    } else if (guide.startsWith("onelogin") && value.contains("/trust/saml2/")) {
      found.put(
          METADATA_URL,
          "This is the SAML 2.0 Endpoint. Copy the Issuer URL on the same tab; it has /saml/metadata/ in"
              + " it.");
    } else if (guide.startsWith("jumpcloud") && !value.contains("/metadata")) {
      found.put(
          METADATA_URL,
          "This is the IdP URL. On the tab SSO choose Copy Metadata URL; it has /metadata in it.");
    } else if (guide.startsWith("adfs") && value.contains("/adfs/")) {
      found.put(
          METADATA_URL,
          "This is the sign-in address or the identifier of AD FS. The metadata are at the same host,"
              + " at /FederationMetadata/2007-06/FederationMetadata.xml.");
    } else if (value.contains("openid-configuration")) {
      found.put(
          METADATA_URL,
          "This address is for OpenID Connect, but this connection is SAML. Copy the SAML metadata"
              + " URL, or begin again with OpenID Connect.");
    }
  }

  private void metadata(String value) {
    if (value.startsWith("-----BEGIN")) {
      found.put(
          METADATA,
          "This is a certificate. Put it into the field for certificates, under the values by"
              + " hand.");
    } else if (value.startsWith("http")) {
      found.put(METADATA, "This is an address. Put it into the field for the metadata URL.");
    } else if (value.contains("SPSSODescriptor") && !value.contains("IDPSSODescriptor")) {
      found.put(
          METADATA,
          "These are the metadata of an application, perhaps our own. Take those of your identity"
              + " provider.");
    } else if (value.contains("IDPSSODescriptor") && !value.contains("SingleSignOnService")) {
      found.put(
          METADATA,
          "There is no sign-in address in it."
              + (guide.startsWith("jumpcloud")
                  ? " Tick Declare Redirect Endpoint at the application, save, and export the metadata"
                      + " once more."
                  : " Export the metadata once more when the application is set up."));
    } else if (!value.startsWith("<")) {
      found.put(
          METADATA,
          "This is no XML. Metadata begin with <EntityDescriptor or <?xml; take the file that the"
              + " identity provider offers as metadata.");
    }
  }

  private void certificate(String value) {
    if (FINGERPRINT.matcher(value).matches()) {
      found.put(
          CERTIFICATE,
          "This is a fingerprint. Enter the certificate itself: download it as Base64 or PEM, and copy"
              + " the text of the file.");
      return;
    }
    if (value.contains("PRIVATE KEY")) {
      found.put(
          CERTIFICATE,
          "This holds a private key, which must never leave your identity provider. Replace that"
              + " key there, and enter only the part that begins with BEGIN CERTIFICATE.");
    } else if (value.contains("BEGIN CERTIFICATE REQUEST")) {
      found.put(CERTIFICATE, "This is a request for a certificate. Enter the certificate itself.");
    } else if (value.startsWith("<")) {
      found.put(CERTIFICATE, "This is XML. Put metadata into the field for metadata.");
    }
  }

  private void issuer(String value) {
    notOurs(ISSUER, value, "the issuer of your identity provider");
    if (guide.startsWith("okta") && value.contains("-admin.okta")) {
      found.put(
          ISSUER,
          "This is the address of the admin console. The issuer is the same without -admin.");
    } else if (guide.startsWith("google") && !value.equals("https://accounts.google.com")) {
      found.put(ISSUER, "The issuer of Google is https://accounts.google.com, without a slash.");
    } else if (guide.startsWith("entra") && value.contains("/common")) {
      found.put(
          ISSUER,
          "With common anybody's directory could sign in. Take the address with the number of your"
              + " own directory (tenant) in it.");
    } else if (guide.startsWith("entra")
        && value.contains("login.microsoftonline.com")
        && !value.contains("/v2.0")) {
      found.put(
          ISSUER,
          "The part /v2.0 is missing. Copy the OpenID Connect metadata document from Endpoints again,"
              + " all of it.");
    } else if (value.contains("FederationMetadata") || value.endsWith("/saml/metadata")) {
      found.put(
          ISSUER,
          "This address is for SAML, but this connection is OpenID Connect. Copy the issuer, or"
              + " begin again with SAML.");
    }
  }

  private void clientId(String value) {
    if (guide.startsWith("entra") && !GUID.matcher(value).matches()) {
      found.put(
          CLIENT_ID,
          "An Application (client) ID has 36 characters, digits and letters with four dashes. It stands"
              + " on the overview page of the app registration.");
    }
    if (guide.startsWith("google") && !value.endsWith(".apps.googleusercontent.com")) {
      found.put(
          CLIENT_ID,
          "A client ID of Google ends with .apps.googleusercontent.com; copy all of it.");
    }
  }

  private void clientSecret(String value) {
    if (guide.startsWith("entra") && GUID.matcher(value).matches()) {
      found.put(
          CLIENT_SECRET,
          "This is the Secret ID. Take the column Value beside it; if it is hidden by now, make a new"
              + " client secret.");
    } else if (MASKED.matcher(value).matches() && !value.startsWith("********")) {
      found.put(CLIENT_SECRET, "This is how a hidden secret looks. Copy the secret itself.");
    }
  }

  private void compare(String clientId, String clientSecret) {
    if (!clientId.isEmpty() && clientId.equals(clientSecret)) {
      found.put(CLIENT_SECRET, "This is the client ID once more. Enter the secret here.");
    }
  }

  private void notOurs(String field, String value, String wanted) {
    if (value.startsWith(ours)) {
      found.put(field, "This is one of our own addresses. Enter " + wanted + " here.");
    }
  }
}
