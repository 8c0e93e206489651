package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OperatorId;
import dev.ostiary.platform.id.PasskeyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an operator signs in with in place of a link.
///
/// @param name by which its owner knows it: that of a device, or of what keeps passwords
/// @param lastUsedTime null until it is used
public record Passkey(
    PasskeyId id, OperatorId operator, String name, @Nullable Instant lastUsedTime) {
  private static final int MAX_NAME = 100;

  public Passkey {
    new Faults().text("name", name, 1, MAX_NAME).refuse();
  }

  public Instant createTime() {
    return IdSource.createTime(id);
  }
}
