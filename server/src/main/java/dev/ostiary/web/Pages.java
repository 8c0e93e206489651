package dev.ostiary.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import dev.ostiary.environment.Environments;
import dev.ostiary.web.dashboard.Dashboard;
import dev.ostiary.web.docs.ReferencePage;
import dev.ostiary.web.page.Assets;
import dev.ostiary.web.page.PageEndpoint;
import dev.ostiary.web.portal.Portal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Everything that a browser of a person is served.
public final class Pages {
  private Pages() {}

  /// @param reference the OpenAPI document of the API
  public static List<HttpServiceWithRoutes> assemble(
      Environments environments,
      InstantSource clock,
      Dashboard.Ground dashboard,
      Portal.Ground portal,
      JsonNode reference) {
    List<HttpServiceWithRoutes> services = new ArrayList<>();
    services.add(new Assets());
    Stream.of(
            Dashboard.routes(dashboard),
            Portal.routes(portal),
            List.of(ReferencePage.at(reference)))
        .flatMap(List::stream)
        .forEach(route -> services.add(new PageEndpoint(route, environments, clock)));
    return List.copyOf(services);
  }
}
