package dev.ostiary.app.bench.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.bench.crash.ApiCaller.Reply;
import dev.ostiary.app.bench.measure.ServerChild;
import dev.ostiary.app.command.CommandFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A server, apps that use it, a receiver with moods, and somebody who kills.
public final class CrashRun {
  /// The longest that a blow waits for deliveries to flow again after the one before.
  private static final Duration FLOWING_AGAIN = Duration.ofSeconds(20);

  /// Until the next blow, once they flow.
  private static final Duration LONGEST_PEACE = Duration.ofSeconds(2);

  /// A start takes about as long as this; a blow hits before it is over.
  private static final Duration START = Duration.ofSeconds(3);

  /// What is left at the end must be delivered by then: retries, leases of the dead included.
  private static final Duration SETTLED = Duration.ofMinutes(3);

  /// It lives for seconds, and there is little to do for it.
  private static final List<String> SHORT_LIVED = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Random random;
  private final Consumer<String> progress;
  private final ServerChild server;
  private final Ledger ledger = new Ledger();
  private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);

  /// What is killed, with SIGKILL.
  public enum Blow {
    SERVER,
    POSTGRES,
    BOTH,
    /// The server, before it is ready.
    STARTING_SERVER
  }

  /// @param folder for the server's data, reachable for PostgreSQL's account
  public CrashRun(long seed, Path folder, Consumer<String> progress) {
    this.random = new Random(seed);
    this.progress = progress;
    this.server = new ServerChild(folder, SHORT_LIVED, Map.of());
  }

  /// Deals `cycles` blows, lets everything settle, and compares.
  ///
  /// @throws CommandFailed when the server does not come back or deliveries do not end
  public CrashReport run(int cycles) throws InterruptedException {
    Thread onInterrupt = new Thread(server::close);
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    long start = System.nanoTime();
    try (FaultyReceiver receiver = new FaultyReceiver(ledger);
        Network network = new Network(receiver.port())) {
      server.launch();
      ObjectNode ready = server.awaitReady();
      ApiCaller api =
          new ApiCaller(
              server.url(), ready.path("client_id").asText(), ready.path("client_secret").asText());
      List<String> endpoints = register(api, network.url());
      Crowd crowd = new Crowd(api, "crash-" + ProcessHandle.current().pid());
      crowd.start(random.nextLong());
      Moods moods = Moods.start(receiver, network, new Random(random.nextLong()));
      for (int cycle = 1; cycle <= cycles; cycle++) {
        cycle(crowd);
        progress.accept(
            "blow " + cycle + " of " + cycles + ": " + ledger.requests() + " requests received");
      }
      int cuts = moods.stop();
      crowd.stop();
      progress.accept("waiting until everything is delivered");
      settle(api, endpoints);
      Audit audit = new Audit(ledger);
      List<String> broken = audit.check(crowd.customers());
      return new CrashReport(
          cycles,
          Map.copyOf(blows),
          cuts,
          Duration.ofNanos(System.nanoTime() - start),
          new CrashReport.Changes(
              crowd.acknowledged(), audit.doubtfulMade(), audit.doubtfulNotMade()),
          new CrashReport.Received(ledger.events(), ledger.requests(), ledger.repeats()),
          broken);
    } finally {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
      server.close();
    }
  }

  private static List<String> register(ApiCaller api, String receiver) {
    List<String> endpoints = new ArrayList<>();
    for (Subscription subscription : Subscription.values()) {
      ObjectNode created =
          must(api.call("POST", "/api/v1/webhooks/endpoints", subscription.registration(receiver)));
      endpoints.add(created.path("endpoint").path("id").asText());
    }
    return endpoints;
  }

  private static ObjectNode must(Reply reply) {
    if (reply instanceof Reply.Done done) {
      return done.body();
    }
    throw new CommandFailed("the server did not do what it was asked: " + reply);
  }

  private void cycle(Crowd crowd) {
    long before = ledger.requests();
    waitUpTo(FLOWING_AGAIN, () -> ledger.requests() > before);
    pause(LONGEST_PEACE);
    crowd.check();
    Blow blow = Blow.values()[random.nextInt(Blow.values().length)];
    blows.merge(blow, 1, Integer::sum);
    switch (blow) {
      case SERVER -> {
        server.kill();
        restart();
      }
      case POSTGRES -> server.killPostgres();
      case BOTH -> {
        if (random.nextBoolean()) {
          server.killPostgres();
          server.kill();
        } else {
          server.kill();
          server.killPostgres();
        }
        restart();
      }
      case STARTING_SERVER -> {
        server.kill();
        server.launch();
        pause(START);
        server.kill();
        restart();
      }
    }
  }

  private void restart() {
    server.launch();
    server.awaitReady();
  }

  private void pause(Duration longest) {
    long end = System.nanoTime() + random.nextLong(longest.toNanos());
    waitUpTo(Duration.ofNanos(end - System.nanoTime()), () -> false);
  }

  /// Asks the server, whose books must agree with the receiver's: nothing is still on its way, and
  /// nothing was passed over.
  private void settle(ApiCaller api, List<String> endpoints) {
    for (String status : List.of("PENDING", "RETRYING", "SKIPPED")) {
      for (String endpoint : endpoints) {
        if (!waitUpTo(SETTLED, () -> count(api, endpoint, status) == 0)) {
          throw new CommandFailed(
              "after "
                  + SETTLED.toMinutes()
                  + " minutes "
                  + count(api, endpoint, status)
                  + " deliveries to "
                  + endpoint
                  + " are "
                  + status
                  + "; the server's log is "
                  + server.log());
        }
      }
    }
  }

  /// Goes through all pages, since each looks through a stretch of the log; -1 when one is not
  /// answered.
  private static long count(ApiCaller api, String endpoint, String status) {
    String path =
        "/api/v1/webhooks/endpoints/" + endpoint + "/deliveries?page_size=100&status=" + status;
    long found = 0;
    String next = "";
    do {
      if (!(api.call("GET", path + "&page_token=" + next, null) instanceof Reply.Done done)) {
        return -1;
      }
      found += done.body().path("deliveries").size();
      next = done.body().path("next_page_token").asText();
    } while (!next.isEmpty());
    return found;
  }

  private static boolean waitUpTo(Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      LockSupport.parkNanos(Math.min(left, LOOK.toNanos()));
    }
    return true;
  }
}
