package dev.ostiary.protocol.saml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// What a receiver takes out of a URL of the redirect binding.
final class Query {
  private Query() {}

  static Map<String, String> raw(String url) {
    Map<String, String> raw = new LinkedHashMap<>();
    for (String pair : url.substring(url.indexOf('?') + 1).split("&", -1)) {
      raw.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return raw;
  }

  static String decoded(String url, String name) {
    return URLDecoder.decode(raw(url).get(name), StandardCharsets.UTF_8);
  }

  static String inflated(String url, String field) throws IOException {
    byte[] deflated = Base64.getDecoder().decode(decoded(url, field));
    try (var stream =
        new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
