package dev.ostiary.api;

import static dev.ostiary.api.Replies.send;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.login.Login;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.LoginId;
import dev.ostiary.wire.auth.AuthServiceGrpc.AuthServiceImplBase;
import dev.ostiary.wire.auth.GetAuthErrorRequest;
import dev.ostiary.wire.auth.GetAuthErrorResponse;
import io.grpc.stub.StreamObserver;

/// `scalekit.v1.auth.AuthService`, as far as it is served; the rest answers UNIMPLEMENTED. Its
/// callers have no token: the environment is the one whose address they call.
final class AuthGrpc extends AuthServiceImplBase {
  private final Environments environments;
  private final LoginRecords records;

  AuthGrpc(Environments environments, LoginRecords records) {
    this.environments = environments;
    this.records = records;
  }

  @Override
  public void getAuthError(
      GetAuthErrorRequest request, StreamObserver<GetAuthErrorResponse> observer) {
    Login.Failure failure =
        records.error(environment().id(), LoginId.parseError("error_id", request.getErrorId()));
    send(
        observer,
        GetAuthErrorResponse.newBuilder()
            .setError(failure.error().name())
            .setErrorDescription(failure.description())
            .build());
  }

  private Environment environment() {
    String authority = ServiceRequestContext.current().request().authority();
    return environments
        .findByAuthority(authority == null ? "" : authority)
        .orElseThrow(() -> Problem.notFound("environment", String.valueOf(authority)));
  }
}
