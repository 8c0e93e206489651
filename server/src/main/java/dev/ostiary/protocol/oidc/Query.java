package dev.ostiary.protocol.oidc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The parameters of a request that a browser carries to a provider.
final class Query {
  private Query() {}

  /// The address with these parameters behind those that it has; null is what is not sent.
  static String append(String endpoint, Map<String, @Nullable String> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(parameter -> parameter.getValue() != null)
            .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return endpoint + (endpoint.indexOf('?') < 0 ? "?" : "&") + query;
  }

  /// `%20` is understood everywhere, `+` is not.
  private static String encode(@Nullable String value) {
    return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
