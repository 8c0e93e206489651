package dev.ostiary.api.docs;

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
import dev.ostiary.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// `/openapi.yaml` and `/openapi.json`: open to everybody, since they say nothing that the source
/// does not.
public final class OpenApiEndpoint implements HttpServiceWithRoutes {
  private static final String YAML = "/openapi.yaml";
  private static final String JSON = "/openapi.json";
  private static final String CACHE = "public, max-age=300";

  private final byte[] yaml;
  private final byte[] json;

  /// @param document which does not change any more
  public OpenApiEndpoint(ObjectNode document) {
    yaml = Yaml.text(document).getBytes(StandardCharsets.UTF_8);
    json = (Json.pretty(document) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Set<Route> routes() {
    return Set.of(route(YAML), route(JSON));
  }

  private static Route route(String path) {
    return Route.builder().methods(HttpMethod.GET, HttpMethod.HEAD).path(path).build();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    boolean isYaml = context.path().equals(YAML);
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(isYaml ? MediaType.create("application", "yaml") : MediaType.JSON)
            .set(HttpHeaderNames.CACHE_CONTROL, CACHE)
            .build(),
        HttpData.wrap(isYaml ? yaml : json));
  }
}
