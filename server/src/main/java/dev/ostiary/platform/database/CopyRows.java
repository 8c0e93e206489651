package dev.ostiary.platform.database;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Rows for {@link Tx#copy}, in the binary format of PostgreSQL's `COPY` (PostgreSQL, chapter SQL
/// Commands, COPY, "Binary Format"). After {@link #row}, the values follow in the order of the
/// columns; the method that adds one must fit the column's type, since nothing is converted.
public final class CopyRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  private static final int NO_FLAGS = 0;
  private static final int NO_EXTENSION = 0;
  private static final int END = -1;
  private static final int ABSENT = -1;

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  public CopyRows() {
    write(() -> {
      out.write(SIGNATURE);
      out.writeInt(NO_FLAGS);
      out.writeInt(NO_EXTENSION);
    });
  }

  /// Begins a row of so many columns.
  public CopyRows row(int columns) {
    return write(() -> out.writeShort(columns));
  }

  /// A `bigint`.
  public CopyRows number(long value) {
    return write(() -> {
      out.writeInt(Long.BYTES);
      out.writeLong(value);
    });
  }

  /// An `integer`.
  public CopyRows integer(int value) {
    return write(() -> {
      out.writeInt(Integer.BYTES);
      out.writeInt(value);
    });
  }

  /// An `integer` that may be absent.
  public CopyRows integerOrNull(@Nullable Integer value) {
    return value == null ? write(() -> out.writeInt(ABSENT)) : integer(value);
  }

  /// A `timestamptz`, to the microsecond.
  public CopyRows instant(Instant value) {
    return number(ChronoUnit.MICROS.between(EPOCH, value));
  }

  /// A `text`.
  public CopyRows text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /// A `bytea`.
  public CopyRows bytes(byte[] value) {
    return write(() -> {
      out.writeInt(value.length);
      out.write(value);
    });
  }

  /// Everything as `COPY` wants it.
  byte[] complete() {
    write(() -> out.writeShort(END));
    return bytes.toByteArray();
  }

  private interface Write {
    void run() throws IOException;
  }

  private CopyRows write(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never: it goes into memory
    }
    return this;
  }
}
