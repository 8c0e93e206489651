package dev.ostiary.platform.postgres;

import dev.ostiary.platform.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// From created data to a server that answers: takes over the one that runs, or starts one.
final class PostgresStartup {
  /// Of a server and its data, how it came to run.
  record Running(
      PostgresProcess process, PostgresLogin login, List<String> command, boolean adopted) {}

  /// Where the search for a free port begins: above the well-known ones, and below those that
  /// systems give to outgoing connections (Linux: 32768), which could hold ours when we come back.
  private static final int FIRST_PORT = 15_432;

  private static final int LAST_PORT = 25_432;

  /// After a crash the log is replayed before anybody gets in, at most `max_wal_size` of it (1 GB).
  private static final Duration READY = Duration.ofMinutes(2);

  /// One that runs either answers or is in trouble.
  private static final Duration ADOPT = Duration.ofSeconds(5);

  private static final Duration ASK_AGAIN = Duration.ofMillis(20);

  /// Another program may take the port first, and the last sessions of a killed server take a
  /// moment to notice; a wrong setting fails every time.
  private static final int ATTEMPTS = 4;

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  private final PostgresFolder folder;
  private final PostgresBinaries binaries;
  private final PostgresOptions options;
  private final Secret password;
  private final Consumer<String> progress;

  PostgresStartup(
      PostgresFolder folder,
      PostgresBinaries binaries,
      PostgresOptions options,
      Consumer<String> progress) {
    this.folder = folder;
    this.binaries = binaries;
    this.options = options;
    this.password = folder.password();
    this.progress = progress;
  }

  Running run() {
    for (int attempt = 1; ; attempt++) {
      Optional<Running> adopted = adopt();
      if (adopted.isPresent()) {
        return adopted.get();
      }
      PidFile.removeUseless(folder.data());
      removeOtherVersions();
      Optional<Running> started = start(attempt == ATTEMPTS);
      if (started.isPresent()) {
        return started.get();
      }
      CompletableFuture.runAsync(() -> {}, LATER).join();
    }
  }

  /// The server that runs on our data already, if it is the very one we would start. Any other is
  /// stopped.
  private Optional<Running> adopt() {
    Optional<PostgresProcess> left = PostgresProcess.leftIn(folder.data());
    if (left.isEmpty()) {
      return Optional.empty();
    }
    PostgresProcess process = left.get();
    PostgresLogin login =
        new PostgresLogin(options.port() == 0 ? folder.port() : options.port(), password);
    List<String> command = command(login.port());
    if (process.command().equals(command) && refusal(process, login, ADOPT).isEmpty()) {
      progress.accept(
          "adopting PostgreSQL (pid %d) left by an earlier run".formatted(process.pid()));
      return Optional.of(new Running(process, login, command, true));
    }
    progress.accept("stopping PostgreSQL (pid %d) left by an earlier run".formatted(process.pid()));
    process.stop(binaries, folder.data());
    return Optional.empty();
  }

  /// Nobody runs them any more, and each takes 60 MB.
  private void removeOtherVersions() {
    for (Path home : folder.list(PostgresBinaries.PREFIX)) {
      if (!home.equals(binaries.home())) {
        PostgresFolder.delete(home);
      }
    }
  }

  /// A server that answers; none when it ended by itself and another attempt may fare better.
  private Optional<Running> start(boolean last) {
    PostgresLogin login = new PostgresLogin(freePort(), password);
    List<String> command = command(login.port());
    progress.accept(
        "starting PostgreSQL %s on port %d".formatted(binaries.version(), login.port()));
    PostgresProcess process = PostgresProcess.start(binaries, command);
    Optional<String> refusal = refusal(process, login, READY);
    if (refusal.isEmpty()) {
      return Optional.of(new Running(process, login, command, false));
    }
    boolean ended = process.exitedWithin(Duration.ZERO);
    if (ended && !last) {
      return Optional.empty();
    }
    process.stop(binaries, folder.data());
    throw new PostgresFailure(
        "PostgreSQL %s did not start on port %d: %s; %s"
            .formatted(
                binaries.version(),
                login.port(),
                ended ? "it ended by itself" : refusal.get(),
                binaries.log().tail()));
  }

  private List<String> command(int port) {
    return ServerCommand.of(binaries.postgres(), folder.data(), port, options.settings());
  }

  /// Why the server does not let us in by the end of our patience; empty as soon as it does.
  private static Optional<String> refusal(
      PostgresProcess process, PostgresLogin login, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<String> refusal = login.refusal();
      if (refusal.isEmpty()
          || process.exitedWithin(ASK_AGAIN)
          || System.nanoTime() - deadline > 0) {
        return refusal;
      }
    }
  }

  private int freePort() {
    if (options.port() != 0) {
      if (!isFree(options.port())) {
        throw new PostgresFailure(
            "port %d on 127.0.0.1 is taken by another program; stop that one or choose another port"
                .formatted(options.port()));
      }
      return options.port();
    }
    int kept = folder.port();
    if (kept != 0 && isFree(kept)) {
      return kept;
    }
    for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
      if (isFree(port)) {
        folder.keepPort(port);
        return port;
      }
    }
    throw new PostgresFailure(
        "no port between %d and %d is free on 127.0.0.1".formatted(FIRST_PORT, LAST_PORT));
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
