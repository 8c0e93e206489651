package dev.ostiary.app.bench.baseline;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/// Stores a body as it is; db-scheduler's default is Java serialization, which costs more.
final class PlainBytes implements Serializer {
  @Override
  public byte @Nullable [] serialize(@Nullable Object data) {
    return (byte[]) data;
  }

  @Override
  public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] serialized) {
    return type.cast(serialized);
  }
}
