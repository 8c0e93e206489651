package dev.ostiary.app.tour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.Console;
import dev.ostiary.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tells the visitor what was done and shows each webhook that came of it.
final class Guide {
  private final Console console = Console.system();
  private final Receiver receiver;
  private final boolean json;
  private final List<Duration> latencies = new ArrayList<>();
  private String secret = "";
  private String organization = "";
  private int steps;
  private boolean allGood = true;

  Guide(Receiver receiver, boolean json) {
    this.receiver = receiver;
    this.json = json;
  }

  void secret(String endpointSecret) {
    secret = endpointSecret;
    say(
        "An endpoint is registered for it; its events are signed with "
            + endpointSecret.substring(0, 10)
            + "…");
  }

  /// What happens to other organizations meanwhile is no part of the tour.
  void organization(String organizationId) {
    organization = organizationId;
  }

  void say(String text) {
    if (!json) {
      console.line(text);
    }
  }

  void step(String title) {
    if (!json) {
      console.blank();
      console.line(console.bold(++steps + ". " + title));
    }
  }

  void did(String what) {
    if (!json) {
      console.line("   " + console.cyan("→") + " " + what);
    }
  }

  /// Waits for the next webhook, which must be of this type, and shows it.
  void expect(String type) {
    Receiver.Arrival arrival;
    ObjectNode payload;
    do {
      arrival = receiver.next();
      payload = Json.parseObject(new String(arrival.body(), StandardCharsets.UTF_8));
    } while (!payload.path("organization_id").asText().equals(organization));
    String found = payload.path("type").asText();
    if (!found.equals(type)) {
      throw new CommandFailed("expected the webhook " + type + ", received " + found);
    }
    boolean verified = arrival.verifiedWith(secret);
    allGood &= verified;
    Duration latency =
        Duration.between(Instant.parse(payload.path("occurred_at").asText()), arrival.time());
    latencies.add(latency);
    if (json) {
      ObjectNode line = Json.object();
      line.put("webhook_id", arrival.id());
      line.put("verified", verified);
      line.put("milliseconds", millis(latency));
      line.set("payload", payload);
      console.line(Json.text(line));
    } else {
      console.line(
          "   "
              + (verified ? console.green("✓ " + type) : console.red("✗ " + type))
              + console.dim(
                  "  "
                      + String.format(Locale.ROOT, "%.1f ms", millis(latency))
                      + " after the change, signature "
                      + (verified ? "verified" : "WRONG")));
      show(payload);
    }
  }

  /// Shows what came back.
  void show(ObjectNode found) {
    if (!json) {
      Json.pretty(found).lines().forEach(line -> console.line("     " + console.dim(line)));
    }
  }

  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 100_000.0) / 10.0;
  }

  /// Sums up.
  ///
  /// @return whether every signature was good
  boolean finish() {
    double slowest = latencies.stream().mapToDouble(Guide::millis).max().orElse(0);
    if (!json) {
      console.blank();
      console.line(
          console.bold(latencies.size() + " webhooks")
              + " arrived, in order, each once, "
              + (allGood ? console.green("every signature verified") : console.red("NOT verified"))
              + "; the slowest took "
              + slowest
              + " ms from the change to the receiver, commit included.");
    }
    return allGood;
  }
}
