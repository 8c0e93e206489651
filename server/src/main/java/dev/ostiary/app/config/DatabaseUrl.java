package dev.ostiary.app.config;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.database.DatabaseConfig;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// The form in which PostgreSQL's own tools take an address:
/// `postgresql://user:password@host:port/name`, with parameters of the JDBC driver behind a `?`.
final class DatabaseUrl {
  private DatabaseUrl() {}

  /// @throws IllegalArgumentException that says what is missing, and never repeats the password
  static DatabaseConfig read(String text, int poolSize) {
    URI uri;
    try {
      uri = URI.create(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
    } catch (IllegalArgumentException e) {
      throw expected("something that is no URL (is a special character not percent-encoded?)");
    }
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw expected("the scheme " + uri.getScheme());
    }
    String user = uri.getRawUserInfo();
    if (user == null || !user.contains(":") || user.endsWith(":")) {
      throw expected("no user and password");
    }
    if (uri.getHost() == null || uri.getRawPath().length() < 2) {
      throw expected("no host or no database name");
    }
    int colon = user.indexOf(':');
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
    return new DatabaseConfig(
        "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
        decode(user.substring(0, colon)),
        new Secret(decode(user.substring(colon + 1))),
        poolSize);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException expected(String found) {
    return new IllegalArgumentException(
        "found " + found + ", expected postgresql://user:password@host:port/name");
  }
}
