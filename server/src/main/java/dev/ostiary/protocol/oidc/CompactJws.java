package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The strict gate that every signed token passes first: it has the compact form (RFC 7515, section
/// 7.1) in its one canonical spelling, and its header is one JSON object without a member twice. A
/// library's leniency about padding, spaces or garbage is never reached.
public final class CompactJws {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

  private final ObjectNode header;
  private final String signingInput;
  private final byte[] payload;
  private final byte[] signature;

  private CompactJws(ObjectNode header, String signingInput, byte[] payload, byte[] signature) {
    this.header = header;
    this.signingInput = signingInput;
    this.payload = payload;
    this.signature = signature;
  }

  /// @param maxLength in characters; a longer text is not even looked at
  public static Optional<CompactJws> parse(String text, int maxLength) {
    if (text.length() > maxLength) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    byte[] head = decode(parts.group(1));
    byte[] payload = decode(parts.group(2));
    byte[] signature = decode(parts.group(3));
    if (head == null || payload == null || signature == null) {
      return Optional.empty();
    }
    return object(head)
        .map(header ->
            new CompactJws(header, parts.group(1) + "." + parts.group(2), payload, signature));
  }

  /// The protected header; nothing in it is trusted.
  public ObjectNode header() {
    return header.deepCopy();
  }

  /// A header member that must be a text; null when it is absent or something else.
  @Nullable String headerText(String name) {
    return header.path(name).textValue();
  }

  /// What the signature was computed over.
  public byte[] signingInput() {
    return signingInput.getBytes(StandardCharsets.US_ASCII);
  }

  public byte[] signature() {
    return signature.clone();
  }

  /// The claims, when the payload is a JSON object; nobody should look at them before the signature
  /// was checked.
  public Optional<ObjectNode> claims() {
    return object(payload);
  }

  /// One sequence of bytes has one spelling: no padding, and the unused last bits are zero.
  private static byte @Nullable [] decode(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)
          ? bytes
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Optional<ObjectNode> object(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(Json.parseObject(text));
    } catch (CharacterCodingException | Json.MalformedJson e) {
      return Optional.empty();
    }
  }
}
