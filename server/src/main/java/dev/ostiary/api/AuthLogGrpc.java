package dev.ostiary.api;

import static dev.ostiary.api.Replies.instant;
import static dev.ostiary.api.Replies.send;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.login.Login;
import dev.ostiary.login.LoginFilter;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.login.LoginStatus;
import dev.ostiary.login.LoginTarget;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.wire.auditlogs.AuditLogsServiceGrpc.AuditLogsServiceImplBase;
import dev.ostiary.wire.auditlogs.AuthLogRequest;
import dev.ostiary.wire.auditlogs.ConnectionDetails;
import dev.ostiary.wire.auditlogs.ListAuthLogRequest;
import dev.ostiary.wire.auditlogs.ListAuthLogResponse;
import io.grpc.stub.StreamObserver;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `scalekit.v1.auditlogs.AuditLogsService`: the log of sign-ins (wire contract, sections 1.6 and
/// 4.10).
final class AuthLogGrpc extends AuditLogsServiceImplBase {
  private static final String FAILED = "FAILED";

  private final LoginRecords records;
  private final ApiClients clients;

  AuthLogGrpc(LoginRecords records, ApiClients clients) {
    this.records = records;
    this.clients = clients;
  }

  @Override
  public void listAuthRequests(
      ListAuthLogRequest request, StreamObserver<ListAuthLogResponse> observer) {
    EnvironmentId environment = Caller.current().environment();
    Page<Login> page =
        records.list(
            environment,
            filter(request),
            Page.Request.of(Integer.toUnsignedLong(request.getPageSize()), request.getPageToken()));
    Map<ClientId, ApiClient> apps =
        clients.named(
            environment,
            page.items().stream().map(Login::client).filter(Objects::nonNull).toList());
    ListAuthLogResponse.Builder answer =
        ListAuthLogResponse.newBuilder()
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalSize(OrganizationMapping.size(page.total()));
    page.items().forEach(login -> answer.addAuthRequests(wire(login, apps)));
    send(observer, answer.build());
  }

  private static LoginFilter filter(ListAuthLogRequest request) {
    return new LoginFilter(
        request.getEmail().isEmpty() ? null : request.getEmail(),
        request.getStatusList().stream().map(AuthLogGrpc::status).toList(),
        request.hasStartTime() ? instant(request.getStartTime()) : null,
        request.hasEndTime() ? instant(request.getEndTime()) : null,
        request.getClientId().isEmpty() ? null : ClientId.parse("client_id", request.getClientId()),
        null);
  }

  private static LoginStatus status(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "INITIATED" -> LoginStatus.INITIATED;
      case "PENDING" -> LoginStatus.PENDING;
      case "SUCCESS" -> LoginStatus.SUCCESS;
      case FAILED, "FAILURE" -> LoginStatus.FAILURE;
      default ->
          throw Problem.invalid("status", "expected some of INITIATED, PENDING, SUCCESS, FAILED");
    };
  }

  private static AuthLogRequest wire(Login login, Map<ClientId, ApiClient> apps) {
    AuthLogRequest.Builder wire =
        AuthLogRequest.newBuilder()
            .setEnvironmentId(login.environment().toString())
            .setAuthRequestId(login.id().toString())
            .setStatus(login.status() == LoginStatus.FAILURE ? FAILED : login.status().name())
            .setWorkflow(login.purpose().name())
            .setTimestamp(Replies.timestamp(login.createTime()));
    if (login.email() != null) {
      wire.setEmail(login.email());
    }
    if (login.target() != null) {
      target(wire, login.target());
    }
    if (login.client() != null) {
      client(wire, login.client(), apps.get(login.client()));
    }
    return wire.build();
  }

  private static void target(AuthLogRequest.Builder wire, LoginTarget target) {
    ConnectionDetails details =
        ConnectionDetails.newBuilder()
            .setConnectionId(target.connection().toString())
            .setOrganizationId(target.organization().toString())
            .setConnectionType(target.type().name())
            .setConnectionProvider(target.provider().name())
            .build();
    wire.setConnectionId(details.getConnectionId())
        .setOrganizationId(details.getOrganizationId())
        .setConnectionType(details.getConnectionType())
        .setConnectionProvider(details.getConnectionProvider())
        .addConnectionDetails(details);
  }

  private static void client(AuthLogRequest.Builder wire, ClientId id, @Nullable ApiClient client) {
    wire.setClientId(id.toString());
    if (client != null) {
      wire.setClientName(client.name()).setClientType(client.settings().type().name());
    }
  }
}
