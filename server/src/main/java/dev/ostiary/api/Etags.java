package dev.ostiary.api;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.ostiary.platform.crypto.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Versions of the objects that can be updated on a condition (RFC 9110, section 8.8.3): a strong
/// validator, made of everything a caller can see of the object.
final class Etags {
  private static final List<String> VERSIONED =
      List.of(
          "scalekit.v1.organizations.Organization",
          "scalekit.v1.connections.Connection",
          "ostiary.v1.webhooks.WebhookEndpoint");

  /// 96 bits: two versions of one object never share them by chance.
  private static final int BYTES = 12;

  private Etags() {}

  /// The version of the object that a reply is about; empty when it is about none, or several.
  static Optional<String> of(Message reply) {
    return reply.getDescriptorForType().getFields().stream()
        .filter(field -> isVersioned(field) && reply.hasField(field))
        .map(field -> version((Message) reply.getField(field)))
        .findFirst();
  }

  private static boolean isVersioned(FieldDescriptor field) {
    return !field.isRepeated()
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && VERSIONED.contains(field.getMessageType().getFullName());
  }

  static String version(Message object) {
    byte[] hash = Arrays.copyOf(Digests.sha256(bytes(object)), BYTES);
    return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
  }

  /// Whether a condition (`*`, or one or more versions) holds for a version.
  static boolean matches(String condition, String version) {
    return Arrays.stream(condition.split(",", -1))
        .map(String::strip)
        .anyMatch(wanted -> wanted.equals("*") || wanted.equals(version));
  }

  /// The same bytes for the same message, however its maps are ordered.
  static byte[] bytes(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getSerializedSize());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
