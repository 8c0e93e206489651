package dev.ostiary.protocol.saml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/// Gives a message of ours the form of its binding, and signs it in the way of that binding.
///
/// @param field SAMLRequest or SAMLResponse
/// @param relayState what the identity provider gives back with its answer; null for none
/// @param key signs it; null sends it unsigned
record MessageEncoding(String field, @Nullable String relayState, @Nullable SpKey key) {

  /// @param message to be sent to the address in its `Destination`
  OutgoingMessage encode(Binding binding, XmlElement message) {
    String destination = message.attributes().getOrDefault("Destination", "");
    return switch (binding) {
      case REDIRECT -> redirect(destination, message.write());
      case POST -> form(destination, message);
    };
  }

  private OutgoingMessage form(String destination, XmlElement message) {
    XmlElement sent = key == null ? message : EnvelopedSignature.sign(message, key);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(field, base64(sent.write().getBytes(StandardCharsets.UTF_8)));
    if (relayState != null) {
      fields.put("RelayState", relayState);
    }
    return new OutgoingMessage.Form(destination, fields);
  }

  /// The signature covers the parameters as they stand in the URL (SAML 2.0 Bindings, section
  /// 3.4.4.1), so each is encoded once.
  private OutgoingMessage redirect(String destination, String xml) {
    var query = new StringBuilder();
    append(query, field, base64(deflated(xml)));
    if (relayState != null) {
      append(query, "RelayState", relayState);
    }
    if (key != null) {
      append(query, "SigAlg", SpKey.ALGORITHM);
      append(query, "Signature", key.sign(query.toString()));
    }
    return new OutgoingMessage.Redirect(
        destination + (destination.indexOf('?') < 0 ? "?" : "&") + query);
  }

  private static void append(StringBuilder query, String name, String value) {
    query.append(query.isEmpty() ? "" : "&").append(name).append('=');
    query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static byte[] deflated(String xml) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    var bytes = new ByteArrayOutputStream();
    try (var stream = new DeflaterOutputStream(bytes, deflater)) {
      stream.write(xml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
