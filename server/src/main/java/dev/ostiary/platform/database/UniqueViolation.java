package dev.ostiary.platform.database;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/// A value that must be unique is taken; the store that knows the constraint says it in its own
/// words. The transaction can only be rolled back after it.
public final class UniqueViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String constraint;

  UniqueViolation(SQLException cause) {
    super(cause);
    this.constraint =
        cause instanceof PSQLException pg && pg.getServerErrorMessage() != null
            ? String.valueOf(pg.getServerErrorMessage().getConstraint())
            : "";
  }

  /// The name of the constraint or index, as the schema gives it.
  public String constraint() {
    return constraint;
  }
}
