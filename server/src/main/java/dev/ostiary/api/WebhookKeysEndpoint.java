package dev.ostiary.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.DatabaseUnavailable;
import dev.ostiary.webhook.WebhookKey;
import dev.ostiary.webhook.WebhookKeys;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The public keys of an environment's webhooks, for anybody. The document is a JWK Set (RFC 7517,
/// section 5) in which each key also has the form of Standard Webhooks, whether it is the current
/// one, and, while a rotation overlaps, when the old one ends.
public final class WebhookKeysEndpoint implements HttpServiceWithRoutes {
  private static final String PATH = "/.well-known/webhook-keys";

  /// Short against the overlap of a rotation, so that a receiver has the new key long before it
  /// needs it.
  private static final String CACHE = "public, max-age=300";

  private final Environments environments;
  private final WebhookKeys keys;

  public WebhookKeysEndpoint(Environments environments, WebhookKeys keys) {
    this.environments = environments;
    this.keys = keys;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.builder().methods(HttpMethod.GET, HttpMethod.HEAD).path(PATH).build());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    String authority = request.authority() == null ? "" : request.authority();
    return HttpResponse.of(
        CompletableFuture.supplyAsync(() -> answer(authority), context.blockingTaskExecutor()));
  }

  private HttpResponse answer(String authority) {
    try {
      return environments
          .findByAuthority(authority)
          .map(environment -> published(document(environment)))
          .orElseGet(() ->
              RestErrors.of(
                  Status.NOT_FOUND.withDescription("environment not found: " + authority)));
    } catch (DatabaseUnavailable e) {
      return RestErrors.of(
          Status.UNAVAILABLE.withDescription("the database is not available; try again"));
    }
  }

  private ObjectNode document(Environment environment) {
    ObjectNode document = Json.object();
    ArrayNode published = document.putArray("keys");
    for (WebhookKey key : keys.signing(environment.id())) {
      published.add(jwk(key));
    }
    return document;
  }

  /// The public members, named one by one: the private one cannot slip in.
  private static ObjectNode jwk(WebhookKey key) {
    ObjectNode jwk =
        Json.object()
            .put("kty", "OKP")
            .put("crv", "Ed25519")
            .put("use", "sig")
            .put("kid", key.kid())
            .put("x", key.x())
            .put("public_key", key.publicKey())
            .put("current", key.expireTime() == null);
    Replies.ifPresent(key.expireTime(), time -> jwk.put("expire_time", time.toString()));
    return jwk;
  }

  private static HttpResponse published(ObjectNode document) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JSON)
            .set(HttpHeaderNames.CACHE_CONTROL, CACHE)
            .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .build(),
        HttpData.wrap(Json.bytes(document)));
  }
}
