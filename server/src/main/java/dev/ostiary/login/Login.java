package dev.ostiary.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.LoginId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One attempt to sign in: first what is needed to finish it, in the end its record.
///
/// @param client null for an attempt that no app asked for, or where it is not known
/// @param request null for an attempt that no app asked for, or that was refused before it was
///   checked
/// @param target null until a connection is chosen
/// @param email the hint first, then what the identity provider says
/// @param received the person's attributes as they came; of test logins only
/// @param expireTime until when it can be finished
public record Login(
    EnvironmentId environment,
    LoginId id,
    Purpose purpose,
    LoginStatus status,
    @Nullable ClientId client,
    @Nullable AppRequest request,
    @Nullable LoginTarget target,
    @Nullable String email,
    List<LoginStep> steps,
    @Nullable ObjectNode received,
    @Nullable Failure failure,
    Instant createTime,
    Instant expireTime) {

  /// Why it failed, as the app is told.
  public record Failure(LoginError error, String description) {}

  public Login {
    steps = List.copyOf(steps);
    createTime = createTime.truncatedTo(ChronoUnit.MICROS);
    expireTime = expireTime.truncatedTo(ChronoUnit.MICROS);
  }
}
