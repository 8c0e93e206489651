package dev.ostiary.web.portal;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// All guides, in the order of the tiles.
final class Guides {
  private static final List<String> KEYS =
      List.of(
          "okta-saml",
          "entra-saml",
          "google-saml",
          "onelogin-saml",
          "ping-saml",
          "jumpcloud-saml",
          "adfs-saml",
          "shibboleth-saml",
          "generic-saml",
          "okta-oidc",
          "entra-oidc",
          "google-oidc",
          "onelogin-oidc",
          "ping-oidc",
          "jumpcloud-oidc",
          "generic-oidc");

  static final List<Guide> ALL = KEYS.stream().map(Guides::read).toList();

  private Guides() {}

  static Optional<Guide> find(String key) {
    return ALL.stream().filter(guide -> guide.key().equals(key)).findFirst();
  }

  /// The guide of a connection: the one it was made by, or one for its provider, or the general
  /// one.
  static Guide of(Connection connection) {
    return find(connection.providerKey())
        .filter(guide -> guide.type() == connection.type())
        .or(() ->
            ALL.stream()
                .filter(guide ->
                    guide.provider() == connection.provider()
                        && guide.type() == connection.type()
                        && !guide.key().startsWith("shibboleth"))
                .findFirst())
        .or(() -> find(connection.type() == ConnectionType.SAML ? "generic-saml" : "generic-oidc"))
        .orElseThrow();
  }

  private static Guide read(String key) {
    String resource = "/portal/" + key + ".txt";
    try (InputStream in = Guides.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + resource);
      }
      return Guide.parse(key, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
