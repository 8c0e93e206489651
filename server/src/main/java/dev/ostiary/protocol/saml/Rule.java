package dev.ostiary.protocol.saml;

/// What a message from an identity provider must fulfil, in the order in which it is looked at. A
/// broken rule is told to the administrator in these words, and where at the identity provider the
/// cause is likely to be found.
public enum Rule {
  ENCODING(
      "The message is XML in UTF-8, at most 256 KiB of it, encoded as its binding says.",
      "Something between the identity provider and the browser garbles the message, or it carries"
          + " too much: send fewer groups."),
  XML(
      "The message is plain XML: no document type, no comments, no processing instructions.",
      "Ask the identity provider's vendor; there is no setting for it."),
  SHAPE(
      "The message is one SAML 2.0 response with one assertion, and nothing is in an odd place.",
      "Switch off what adds parts of its own to the response (extensions, advice, several"
          + " assertions)."),
  STATUS(
      "The identity provider reports success.",
      "See the identity provider's own sign-in log. Most often the person is not assigned to the"
          + " application there."),
  SIGNATURE_MISSING(
      "Everything that the connection wants signed is signed.",
      "In the application's SAML settings, sign the response or the assertion, as the connection's"
          + " signing option says."),
  SIGNATURE_FORM(
      "A signature stands in the element that it covers, and covers all of it.",
      "Ask the identity provider's vendor; there is no setting for it."),
  SIGNATURE_ALGORITHM(
      "Signatures are RSA or ECDSA with SHA-256 or longer.",
      "Set the application's signature algorithm to RSA-SHA256 and its digest to SHA-256."),
  SIGNATURE(
      "The signature is valid under one of the connection's certificates.",
      "The identity provider's signing certificate has probably been renewed: copy the present one"
          + " into the connection, or give the connection its metadata URL."),
  ENCRYPTION(
      "An encrypted assertion is encrypted for us, with RSA-OAEP and AES-GCM.",
      "Import our current service provider metadata, or its certificate, as the encryption"
          + " certificate, and choose AES-GCM."),
  ENCRYPTION_MISSING(
      "The assertion is encrypted, since the connection asks for it.",
      "Switch on assertion encryption for the application, or switch it off for the connection."),
  ISSUER(
      "The message comes from the connection's identity provider.",
      "Compare the entity id (issuer) at the identity provider with that of the connection,"
          + " character by character."),
  DESTINATION(
      "The message is addressed to this connection.",
      "Enter the assertion consumer service URL (single sign-on URL, reply URL) exactly as the"
          + " connection shows it."),
  AUDIENCE(
      "The assertion is meant for this connection.",
      "Enter the service provider's entity id (audience URI, identifier) exactly as the connection"
          + " shows it."),
  TIME(
      "The message is fresh.",
      "Set the identity provider's clock by a time server; it may be a minute wrong. If it is right,"
          + " the person waited too long: sign in again."),
  IN_RESPONSE_TO(
      "The message answers the request that this browser sent.",
      "Begin again from the app. If it happens always, the identity provider does not repeat the"
          + " request's ID in InResponseTo."),
  UNSOLICITED(
      "A sign-in that begins at the identity provider is allowed for the connection.",
      "Begin at the app, or switch on IdP-initiated login for the connection."),
  SUBJECT_CONFIRMATION(
      "The assertion may be used by whoever brings it (bearer), here and now.",
      "Ask the identity provider's vendor; there is no setting for it."),
  AUTHENTICATION(
      "The person was authenticated, as recently as was asked for.",
      "Let the identity provider honor ForceAuthn, and set its clock by a time server."),
  SUBJECT(
      "The assertion names one person.",
      "Map the name id to a value that each person has, is theirs alone and never changes."),
  REPLAY(
      "An assertion is used once.",
      "Begin again from the app. The page that carried the answer was probably reloaded.");

  private final String requirement;
  private final String remedy;

  Rule(String requirement, String remedy) {
    this.requirement = requirement;
    this.remedy = remedy;
  }

  /// What is required, in plain words.
  public String requirement() {
    return requirement;
  }

  /// What to do about it, most likely at the identity provider.
  public String remedy() {
    return remedy;
  }
}
