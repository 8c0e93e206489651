package dev.ostiary.api;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.ostiary.platform.crypto.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Versions of the objects that can be updated on a condition (RFC 9110, section 8.8.3): a strong
/// validator, made of everything a caller can see of the object.
final class Etags {
  /// 96 bits: two versions of one object never share them by chance.
  private static final int BYTES = 12;

  private Etags() {}

  /// The version of the object that a reply is about; empty when it is about none, or several.
  static Optional<String> of(Message reply) {
    return RpcTraits.versioned(reply).map(Etags::version);
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
