package dev.ostiary.web;

import com.linecorp.armeria.server.HttpServiceWithRoutes;
import dev.ostiary.environment.Environments;
import dev.ostiary.web.dashboard.Dashboard;
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

  public static List<HttpServiceWithRoutes> assemble(
      Environments environments,
      InstantSource clock,
      Dashboard.Ground dashboard,
      Portal.Ground portal) {
    List<HttpServiceWithRoutes> services = new ArrayList<>();
    services.add(new Assets());
    Stream.concat(Dashboard.routes(dashboard).stream(), Portal.routes(portal).stream())
        .forEach(route -> services.add(new PageEndpoint(route, environments, clock)));
    return List.copyOf(services);
  }
}
