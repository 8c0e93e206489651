package dev.ostiary.api;

import static dev.ostiary.api.Replies.ifPresent;
import static dev.ostiary.api.Replies.instant;
import static dev.ostiary.api.Replies.send;
import static dev.ostiary.api.Replies.timestamp;

import com.google.protobuf.Empty;
import dev.ostiary.organization.ApiToken;
import dev.ostiary.organization.ApiTokens;
import dev.ostiary.organization.CreatedToken;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.NewToken;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.wire.tokens.ApiTokenServiceGrpc.ApiTokenServiceImplBase;
import dev.ostiary.wire.tokens.CreateToken;
import dev.ostiary.wire.tokens.CreateTokenRequest;
import dev.ostiary.wire.tokens.CreateTokenResponse;
import dev.ostiary.wire.tokens.FetchTokenRequest;
import dev.ostiary.wire.tokens.FetchTokenResponse;
import dev.ostiary.wire.tokens.InvalidateTokenRequest;
import dev.ostiary.wire.tokens.ListTokensRequest;
import dev.ostiary.wire.tokens.ListTokensResponse;
import dev.ostiary.wire.tokens.Token;
import dev.ostiary.wire.tokens.UpdateTokenRequest;
import dev.ostiary.wire.tokens.UpdateTokenResponse;
import dev.ostiary.wire.tokens.ValidateTokenRequest;
import dev.ostiary.wire.tokens.ValidateTokenResponse;
import io.grpc.stub.StreamObserver;

/// `scalekit.v1.tokens.ApiTokenService`.
final class ApiTokenGrpc extends ApiTokenServiceImplBase {
  private final ApiTokens tokens;
  private final Organizations organizations;

  ApiTokenGrpc(Customers customers) {
    this.tokens = customers.apiTokens();
    this.organizations = customers.organizations();
  }

  @Override
  public void createToken(
      CreateTokenRequest request, StreamObserver<CreateTokenResponse> observer) {
    CreateToken wanted = request.getToken();
    CreatedToken created =
        Within.field(
            "token",
            () ->
                tokens.create(
                    environment(),
                    OrganizationId.parse("organization_id", wanted.getOrganizationId()),
                    new NewToken(
                        wanted.getUserId().isEmpty() ? null : wanted.getUserId(),
                        wanted.getCustomClaimsMap(),
                        wanted.getDescription().isEmpty() ? null : wanted.getDescription(),
                        wanted.hasExpiry() ? instant(wanted.getExpiry()) : null)));
    send(
        observer,
        CreateTokenResponse.newBuilder()
            .setToken(created.key().reveal())
            .setTokenId(created.token().id().toString())
            .setTokenInfo(wire(created.token()))
            .build());
  }

  @Override
  public void validateToken(
      ValidateTokenRequest request, StreamObserver<ValidateTokenResponse> observer) {
    ApiToken found = tokens.validate(environment(), request.getToken());
    send(observer, ValidateTokenResponse.newBuilder().setTokenInfo(wire(found)).build());
  }

  @Override
  public void invalidateToken(InvalidateTokenRequest request, StreamObserver<Empty> observer) {
    tokens.invalidate(environment(), request.getToken());
    send(observer, Empty.getDefaultInstance());
  }

  @Override
  public void listTokens(ListTokensRequest request, StreamObserver<ListTokensResponse> observer) {
    Page<ApiToken> page =
        tokens.list(
            environment(),
            OrganizationId.parse("organization_id", request.getOrganizationId()),
            request.hasUserId() ? request.getUserId() : null,
            Page.Request.of(request.getPageSize(), request.getPageToken()));
    send(
        observer,
        ListTokensResponse.newBuilder()
            .addAllTokens(page.items().stream().map(this::wire).toList())
            .setNextPageToken(page.next())
            .setPrevPageToken(page.previous())
            .setTotalCount(OrganizationMapping.size(page.total()))
            .build());
  }

  @Override
  public void updateToken(
      UpdateTokenRequest request, StreamObserver<UpdateTokenResponse> observer) {
    ApiToken updated =
        tokens.update(
            environment(),
            request.getToken(),
            request.getCustomClaimsCount() == 0 ? null : request.getCustomClaimsMap(),
            request.hasDescription() ? request.getDescription() : null);
    send(observer, UpdateTokenResponse.newBuilder().setTokenInfo(wire(updated)).build());
  }

  @Override
  @Refused
  public void fetchToken(FetchTokenRequest request, StreamObserver<FetchTokenResponse> observer) {
    throw new Problem(
        Problem.Kind.UNIMPLEMENTED,
        "a token is shown once, when it is made, and kept as a hash; make another one instead");
  }

  private Token wire(ApiToken token) {
    Token.Builder wire =
        Token.newBuilder()
            .setTokenId(token.id().toString())
            .setOrganizationId(token.organization().toString())
            .putAllCustomClaims(token.claims())
            .setCreatedAt(timestamp(token.createTime()))
            .setTokenSuffix(token.suffix());
    ifPresent(
        organizations.get(token.environment(), token.organization()).externalId(),
        wire::setOrganizationExternalId);
    ifPresent(token.userId(), wire::setUserId);
    ifPresent(token.description(), wire::setDescription);
    ifPresent(token.expireTime(), time -> wire.setExpiry(timestamp(time)));
    return wire.build();
  }

  private static EnvironmentId environment() {
    return Caller.current().environment();
  }
}
