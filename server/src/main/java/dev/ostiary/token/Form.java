package dev.ostiary.token;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters of an `application/x-www-form-urlencoded` body, each at most once; one that is
/// sent without a value counts as not sent (RFC 6749, section 3.2).
final class Form {
  private final Map<String, String> parameters;

  private Form(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  static Form parse(byte[] body) {
    Map<String, String> parameters = new HashMap<>();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw OAuthRefusal.invalidRequest("a parameter is sent twice: " + printable(name));
      }
    }
    return new Form(parameters);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  String get(String name) {
    return find(name)
        .orElseThrow(() -> OAuthRefusal.invalidRequest("the parameter " + name + " is missing"));
  }

  /// Undoes the encoding of one name or value.
  static String decode(String encoded) {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        bytes.put(octet(encoded, i));
        i += 2;
      } else {
        bytes.put((byte) (c == '+' ? ' ' : c));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(bytes.flip())
          .toString();
    } catch (CharacterCodingException e) {
      throw OAuthRefusal.invalidRequest("a parameter is not UTF-8");
    }
  }

  private static byte octet(String encoded, int percent) {
    int high = digit(encoded, percent + 1);
    int low = digit(encoded, percent + 2);
    if (high < 0 || low < 0) {
      throw OAuthRefusal.invalidRequest("a percent sign is not followed by two hex digits");
    }
    return (byte) (high * 16 + low);
  }

  private static int digit(String encoded, int index) {
    return index < encoded.length() ? Character.digit(encoded.charAt(index), 16) : -1;
  }

  /// RFC 6749, section 5.2 allows few characters in an error description.
  private static String printable(String name) {
    return name.length() <= 50 && name.matches("[A-Za-z0-9_.-]+") ? name : "(its name is unusual)";
  }
}
