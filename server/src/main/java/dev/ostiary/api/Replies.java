package dev.ostiary.api;

import com.google.protobuf.BoolValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The small change of mapping.
final class Replies {
  private Replies() {}

  static <T> void send(StreamObserver<T> observer, T reply) {
    observer.onNext(reply);
    observer.onCompleted();
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  /// Sets a field only when there is a value.
  static <T> void ifPresent(@Nullable T value, Consumer<T> set) {
    if (value != null) {
      set.accept(value);
    }
  }

  static void text(@Nullable String value, Consumer<StringValue> set) {
    if (value != null) {
      set.accept(StringValue.of(value));
    }
  }

  static BoolValue flag(boolean value) {
    return BoolValue.of(value);
  }

  static @Nullable String textOrNull(boolean given, StringValue value) {
    return given ? value.getValue() : null;
  }

  static @Nullable Boolean flagOrNull(boolean given, BoolValue value) {
    return given ? value.getValue() : null;
  }
}
