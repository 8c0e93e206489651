package dev.ostiary.app.bench.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.bench.measure.SampleConnection;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Complete connections, each of an organization of its own, that are enabled and disabled in turn:
/// every call is a change with an event.
final class Toggles {
  /// More than there are callers, so that two of them never toggle the same one at once.
  private static final int CONNECTIONS = 8 * ApiBench.CALLERS;

  private final List<Toggled> all = new ArrayList<>();
  private final AtomicLong made = new AtomicLong();

  private record Toggled(String organization, String connection) {}

  Toggles(RestClient api) {
    for (int i = 0; i < CONNECTIONS; i++) {
      ObjectNode name = Json.object().put("display_name", "Toggle " + i);
      String organization = created(api, "/api/v1/organizations", name);
      ObjectNode kind = Json.object().put("type", "OIDC").put("provider", "OKTA");
      String path = "/api/v1/organizations/" + organization + "/connections";
      String connection = created(api, path, kind);
      api.patch(path + "/" + connection, SampleConnection.configuration());
      all.add(new Toggled(organization, connection));
    }
  }

  private static String created(RestClient api, String path, ObjectNode body) {
    return api.post(path, body).iterator().next().path("id").asText();
  }

  /// Toggles the next one.
  void next(Door door) {
    long next = made.getAndIncrement();
    boolean enables = next / CONNECTIONS % 2 == 0;
    Toggled toggled = all.get((int) (next % CONNECTIONS));
    door.toggle(toggled.organization(), toggled.connection(), enables);
  }
}
