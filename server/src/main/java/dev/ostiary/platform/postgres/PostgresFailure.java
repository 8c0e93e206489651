package dev.ostiary.platform.postgres;

import org.jspecify.annotations.Nullable;

/// The embedded PostgreSQL cannot be run; the message says why and how to mend it.
public final class PostgresFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PostgresFailure(String message) {
    this(message, null);
  }

  PostgresFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
