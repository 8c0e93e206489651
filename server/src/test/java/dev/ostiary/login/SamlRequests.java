package dev.ostiary.login;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Reads what a SAML identity provider is asked.
final class SamlRequests {
  private SamlRequests() {}

  /// @param parameter of the redirect binding, percent-decoded
  static String read(String parameter) {
    byte[] deflated = Base64.getDecoder().decode(parameter);
    try (var stream =
        new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
