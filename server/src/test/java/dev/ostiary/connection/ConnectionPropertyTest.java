package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/// Whatever is asked in whatever order: the log tells of each real change once, without a hole. The
/// model is three facts per connection.
class ConnectionPropertyTest {
  private static final int CONNECTIONS = 3;

  private static @Nullable Scene scene;

  private enum Action {
    CREATE,
    COMPLETE,
    TITLE,
    BREAK,
    ENABLE,
    DISABLE,
    DELETE
  }

  private static final class Model {
    @Nullable Connection connection;
    boolean complete;
    boolean enabled;
  }

  @BeforeContainer
  static void open() {
    scene = new Scene();
  }

  @AfterContainer
  static void close() {
    scene.close();
  }

  @Property(tries = 60)
  void theLogTellsOfEachRealChangeOnce(
      @ForAll @Size(max = 40) List<@IntRange(max = CONNECTIONS * 7 - 1) Integer> script) {
    OrganizationId organization = scene.organization(scene.environment, "Property");
    List<Model> models = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      models.add(new Model());
    }
    List<String> expected = new ArrayList<>(List.of("organization.created"));

    for (int step : script) {
      Model model = models.get(step % CONNECTIONS);
      Action action = Action.values()[step / CONNECTIONS];
      String told = foretell(model, action);
      boolean accepted = act(organization, model, action);
      if (!told.isEmpty() && accepted) {
        expected.add(told);
      }
      assertThat(accepted).as(action + " " + told).isEqualTo(!told.equals("refused"));
      if (accepted) {
        follow(model, action);
      }
    }

    List<Event> events = scene.events(organization);
    assertThat(events).extracting(Event::type).containsExactlyElementsOf(expected);
    assertThat(events)
        .extracting(Event::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
  }

  /// The event the action will append, nothing for none, or `refused`.
  private static String foretell(Model model, Action action) {
    if (action == Action.CREATE) {
      return model.connection == null ? "organization.sso_created" : "";
    }
    if (model.connection == null) {
      return "refused";
    }
    return switch (action) {
      case CREATE, COMPLETE, TITLE -> "";
      case BREAK -> model.enabled ? "refused" : "";
      case ENABLE -> model.enabled ? "" : model.complete ? "organization.sso_enabled" : "refused";
      case DISABLE -> model.enabled ? "organization.sso_disabled" : "";
      case DELETE -> "organization.sso_deleted";
    };
  }

  private static void follow(Model model, Action action) {
    switch (action) {
      case COMPLETE -> model.complete = true;
      case BREAK -> model.complete = false;
      case ENABLE -> model.enabled = true;
      case DISABLE -> model.enabled = false;
      case DELETE -> {
        model.connection = null;
        model.complete = false;
        model.enabled = false;
      }
      case CREATE, TITLE -> {}
    }
  }

  private boolean act(OrganizationId organization, Model model, Action action) {
    if (action == Action.CREATE) {
      if (model.connection == null) {
        model.connection =
            scene.connections.create(
                scene.environment,
                organization,
                NewConnection.of(ConnectionProvider.OKTA, ConnectionType.OIDC),
                Scene.CAUSE);
      }
      return true;
    }
    if (model.connection == null) {
      return false;
    }
    try {
      switch (action) {
        case COMPLETE -> scene.configure(model.connection, Scene.complete(ConnectionType.OIDC));
        case TITLE -> scene.configure(model.connection, new ConfigChange().uiButtonTitle("Title"));
        case BREAK ->
            scene.configure(model.connection, ConfigChange.of(new OidcChange().clientId("")));
        case ENABLE -> scene.enable(model.connection);
        case DISABLE -> scene.disable(model.connection);
        case DELETE -> scene.delete(model.connection);
        case CREATE -> throw new IllegalStateException();
      }
      return true;
    } catch (Problem e) {
      return false;
    }
  }
}
