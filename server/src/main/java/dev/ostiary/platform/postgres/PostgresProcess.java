package dev.ostiary.platform.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running server: our child, or one that an earlier owner left.
final class PostgresProcess {
  /// A fast stop writes out at most the shared buffers.
  private static final Duration FAST_STOP = Duration.ofSeconds(30);

  /// An immediate stop writes nothing; the next start recovers.
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

  /// How often an exit that nobody reports is looked for.
  private static final Duration LOOK = Duration.ofMillis(250);

  private final ProcessHandle handle;
  private final CompletableFuture<ProcessHandle> exit;
  private final boolean child;

  private PostgresProcess(ProcessHandle handle, boolean child) {
    this.handle = handle;
    this.exit = handle.onExit();
    this.child = child;
  }

  static PostgresProcess start(PostgresBinaries binaries, List<String> command) {
    return new PostgresProcess(binaries.start(command).toHandle(), true);
  }

  static Optional<PostgresProcess> leftIn(Path data) {
    return PidFile.server(data).map(server -> new PostgresProcess(server, false));
  }

  List<String> command() {
    return PidFile.command(handle);
  }

  long pid() {
    return handle.pid();
  }

  /// Waits for the end of the server, at most so long.
  boolean exitedWithin(Duration patience) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          exit.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
          return true;
        } catch (TimeoutException e) {
          // The end of another's child is not reported while its parent leaves it unburied.
          return !child && command().isEmpty();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Stops the server as gently as it lets us; on return it is gone.
  void stop(PostgresBinaries binaries, Path data) {
    // Under runuser or su our child is only the server's parent.
    Optional<ProcessHandle> found = PidFile.server(data);
    if (found.isEmpty() && exitedWithin(Duration.ZERO)) {
      return;
    }
    ProcessHandle server = found.orElse(handle);
    if (binaries.signal(server.pid(), "INT") && isGoneWithin(FAST_STOP)) {
      return;
    }
    if (binaries.signal(server.pid(), "QUIT") && isGoneWithin(IMMEDIATE_STOP)) {
      return;
    }
    server.destroyForcibly();
    if (!isGoneWithin(IMMEDIATE_STOP)) {
      throw new PostgresFailure("PostgreSQL (pid " + server.pid() + ") cannot be stopped");
    }
  }

  private boolean isGoneWithin(Duration patience) {
    for (long looks = patience.dividedBy(LOOK); looks > 0; looks--) {
      if (exitedWithin(LOOK)) {
        return true;
      }
    }
    return false;
  }
}
