package dev.ostiary.app.bench.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a run did and what was found.
///
/// @param cycles how many blows were dealt
/// @param cuts how often all connections to the receiver were broken
/// @param broken each promise that was broken, in words
public record CrashReport(
    int cycles,
    Map<CrashRun.Blow, Integer> blows,
    int cuts,
    Duration duration,
    Changes changes,
    Received received,
    List<String> broken) {

  /// What the apps asked for.
  ///
  /// @param made changes without an answer whose events arrived, all of them
  /// @param notMade changes without an answer of which nothing arrived
  public record Changes(long acknowledged, int made, int notMade) {}

  /// What arrived.
  ///
  /// @param events different ones
  /// @param requests at all endpoints, refused ones included
  /// @param repeats requests for what had been accepted before
  public record Received(long events, long requests, long repeats) {}

  /// A report in Markdown, fit to be published.
  String markdown() {
    StringBuilder text = new StringBuilder("| what | how many |\n|---|---|\n");
    row(text, "processes killed at random moments", cycles);
    row(text, "· the server", blow(CrashRun.Blow.SERVER));
    row(text, "· the server while it started", blow(CrashRun.Blow.STARTING_SERVER));
    row(text, "· PostgreSQL", blow(CrashRun.Blow.POSTGRES));
    row(text, "· both", blow(CrashRun.Blow.BOTH));
    row(text, "times the network to the receiver was cut", cuts);
    row(text, "duration in seconds", duration.toSeconds());
    row(text, "changes acknowledged", changes.acknowledged());
    row(text, "changes without an answer, made with all their events", changes.made());
    row(text, "changes without an answer, not made, without any event", changes.notMade());
    row(text, "events that arrived", received.events());
    row(text, "requests, at three endpoints", received.requests());
    row(text, "requests for what had been accepted before", received.repeats());
    row(text, "**promises broken**", broken.size());
    broken.forEach(promise -> text.append("\n- ").append(promise));
    return text.toString();
  }

  private static void row(StringBuilder text, String what, long count) {
    text.append("| ").append(what).append(" | ").append(count).append(" |\n");
  }

  private int blow(CrashRun.Blow blow) {
    return blows.getOrDefault(blow, 0);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("cycles", cycles);
    ObjectNode killed = json.putObject("killed");
    for (CrashRun.Blow blow : CrashRun.Blow.values()) {
      killed.put(blow.name(), blow(blow));
    }
    json.put("network_cuts", cuts);
    json.put("seconds", duration.toSeconds());
    json.put("acknowledged", changes.acknowledged());
    json.put("unanswered_made", changes.made());
    json.put("unanswered_not_made", changes.notMade());
    json.put("events", received.events());
    json.put("requests", received.requests());
    json.put("repeats", received.repeats());
    var promises = json.putArray("broken");
    broken.forEach(promises::add);
    return json;
  }
}
