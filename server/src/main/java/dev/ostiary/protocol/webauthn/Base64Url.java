package dev.ostiary.protocol.webauthn;

import dev.ostiary.platform.Problem;
import java.util.Base64;

/// How bytes travel between a browser and us (WebAuthn, section 3): base64url without padding.
final class Base64Url {
  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// @param field the member of the browser's answer, for the refusal
  /// @throws Problem INVALID_ARGUMENT when it is missing or something else
  static byte[] decode(String field, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      // told below, like what is missing
    }
    throw Problem.invalid(field, "expected base64url, as the page's script sends it");
  }
}
