package dev.ostiary.api;

import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.atomic.AtomicReference;

/// What travels beside the messages of a stub: what is sent with every call from now on, and what
/// came with the last answer.
final class GrpcMetadata {
  private final Metadata sent = new Metadata();
  private final AtomicReference<Metadata> headers = new AtomicReference<>();
  private final AtomicReference<Metadata> trailers = new AtomicReference<>();

  <S extends AbstractStub<S>> S around(S stub) {
    return stub.withInterceptors(
        MetadataUtils.newCaptureMetadataInterceptor(headers, trailers),
        MetadataUtils.newAttachHeadersInterceptor(sent));
  }

  void send(String name, String value) {
    sent.put(key(name), value);
  }

  /// Of the last answer; empty when it had none of the name.
  String header(String name) {
    String value = headers.get().get(key(name));
    return value == null ? "" : value;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
