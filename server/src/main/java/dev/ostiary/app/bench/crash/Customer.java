package dev.ostiary.app.bench.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.bench.crash.ApiCaller.Reply;
import dev.ostiary.app.bench.measure.SampleConnection;
import dev.ostiary.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One organization with at most one connection, changed step by step. After a change of which
/// nobody knows whether it was made, it is left alone for good: so all that may be missing, or may
/// be there beyond what was acknowledged, are the events of its last change, all or none.
final class Customer {
  /// After so many changes it is deleted.
  private static final int LIFE = 12;

  private final ApiCaller api;
  private final String name;
  private final List<Fact> certain = new ArrayList<>();
  private List<Fact> doubtful = List.of();
  private @Nullable String organization;
  private @Nullable String connection;
  private boolean configured;
  private boolean enabled;
  private boolean over;
  private int changes;

  /// @param name nobody else has it
  Customer(ApiCaller api, String name) {
    this.api = api;
    this.name = name;
  }

  /// What an event tells.
  ///
  /// @param subject the id of the object, empty where it is not known
  /// @param name the display name, of organizations only
  record Fact(String type, String subject, String name) {
    /// Whether an event that arrived tells this.
    boolean matches(Fact arrived) {
      return type.equals(arrived.type)
          && (subject.isEmpty() || subject.equals(arrived.subject))
          && name.equals(arrived.name);
    }
  }

  /// The next change.
  ///
  /// @param expected the events it causes, if it is made
  private record Step(
      String method, String path, @Nullable ObjectNode body, List<Fact> expected, Runnable done) {}

  /// How a step ended.
  enum Outcome {
    ACKNOWLEDGED,
    UNKNOWN,
    NOT_MADE
  }

  /// Makes one more change.
  ///
  /// @throws IllegalStateException when the server refuses what it should do
  Outcome advance(RandomGenerator random) {
    changes++;
    String id = organization;
    Reply reply;
    Step step;
    if (id == null) {
      ObjectNode body = Json.object().put("display_name", name).put("external_id", name);
      step =
          new Step(
              "POST",
              "/api/v1/organizations",
              body,
              List.of(new Fact("organization.created", "", name)),
              () -> {});
    } else {
      step = choose(id, random);
    }
    reply = api.call(step.method(), step.path(), step.body());
    return switch (reply) {
      case Reply.Done done -> {
        learn(step, done.body());
        step.done().run();
        yield Outcome.ACKNOWLEDGED;
      }
      case Reply.Unsent unsent -> Outcome.NOT_MADE;
      case Reply.Unknown unknown -> {
        doubtful = step.expected();
        over = true;
        yield Outcome.UNKNOWN;
      }
      case Reply.Refused refused ->
          throw new IllegalStateException("refused what should work: " + refused.why());
    };
  }

  private void learn(Step step, ObjectNode answer) {
    if (organization == null) {
      organization = answer.path("organization").path("id").asText();
    } else if (connection == null && step.method().equals("POST")) {
      connection = answer.path("connection").path("id").asText();
    }
    certain.addAll(step.expected());
  }

  private Step choose(String id, RandomGenerator random) {
    String path = "/api/v1/organizations/" + id;
    String current = connection;
    if (changes > LIFE) {
      List<Fact> expected = new ArrayList<>();
      if (current != null) {
        expected.add(new Fact("organization.sso_deleted", current, ""));
      }
      expected.add(new Fact("organization.deleted", id, lastName()));
      return new Step("DELETE", path, null, expected, () -> over = true);
    }
    if (random.nextInt(4) == 0) {
      String newName = name + "-" + changes;
      return new Step(
          "PATCH",
          path,
          Json.object().put("display_name", newName),
          List.of(new Fact("organization.updated", id, newName)),
          () -> {});
    }
    return current == null ? addConnection(path) : changeConnection(path, current, random);
  }

  private String lastName() {
    return certain.stream()
        .map(Fact::name)
        .filter(used -> !used.isEmpty())
        .reduce(name, (earlier, later) -> later);
  }

  private Step addConnection(String path) {
    configured = false;
    enabled = false;
    return new Step(
        "POST",
        path + "/connections",
        Json.object().put("type", "OIDC").put("provider", "OKTA"),
        List.of(new Fact("organization.sso_created", "", "")),
        () -> {});
  }

  private Step changeConnection(String path, String id, RandomGenerator random) {
    String at = path + "/connections/" + id;
    if (!configured) {
      return new Step(
          "PATCH", at, SampleConnection.configuration(), List.of(), () -> configured = true);
    }
    return switch (random.nextInt(5)) {
      case 0 ->
          new Step(
              "DELETE",
              at,
              null,
              List.of(new Fact("organization.sso_deleted", id, "")),
              () -> connection = null);
      case 1 -> toggle(at, id, enabled); // changes nothing
      default -> toggle(at, id, !enabled);
    };
  }

  private Step toggle(String at, String id, boolean on) {
    String type = on ? "organization.sso_enabled" : "organization.sso_disabled";
    return new Step(
        "PATCH",
        at + (on ? ":enable" : ":disable"),
        null,
        on == enabled ? List.of() : List.of(new Fact(type, id, "")),
        () -> enabled = on);
  }

  /// Whether nothing more is done with it.
  boolean over() {
    return over;
  }

  String name() {
    return name;
  }

  /// Null when its creation was not acknowledged.
  @Nullable String organization() {
    return organization;
  }

  /// What must have been told, in order.
  List<Fact> certain() {
    return certain;
  }

  /// What may have been told after that, all or nothing.
  List<Fact> doubtful() {
    return doubtful;
  }
}
