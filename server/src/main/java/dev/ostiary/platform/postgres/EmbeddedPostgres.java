package dev.ostiary.platform.postgres;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.postgres.PostgresStartup.Running;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL that runs while this object is open, on 127.0.0.1 only. When the server dies it is
/// started again on the same port; until then connections fail.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /// Between two looks at the size of the log; the death of the server is noticed at once.
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// A server that ran for so many looks was not the victim of its own start.
  private static final int SETTLED_LOOKS = 30;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  /// A full disk takes people to mend; then this is how long they wait for us.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final PostgresFolder folder;
  private final PostgresBinaries binaries;
  private final Running started;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock change = new ReentrantLock();
  private volatile PostgresProcess process;

  private EmbeddedPostgres(PostgresFolder folder, PostgresBinaries binaries, Running started) {
    this.folder = folder;
    this.binaries = binaries;
    this.started = started;
    this.process = started.process();
  }

  /// Returns when the server lets us in. The first start in a folder unpacks the programs and
  /// creates the data there.
  ///
  /// @param progress told in a few words what takes time
  /// @throws FolderNotReachable when we are root and the folder is closed to other accounts
  /// @throws PostgresFailure for every other reason, with the way to mend it
  public static EmbeddedPostgres start(
      Path folder, PostgresOptions options, RandomText random, Consumer<String> progress) {
    RunAs runAs = RunAs.unprivileged();
    PostgresFolder home = PostgresFolder.open(folder, runAs);
    boolean done = false;
    try {
      PostgresBinaries binaries =
          PostgresArchive.read(options.archive())
              .unpackedIn(home, runAs, PostgresLog.in(home.root()), options.durable(), progress);
      new PostgresCluster(home, binaries, runAs).createOnce(options.durable(), random, progress);
      Running running = new PostgresStartup(home, binaries, options, progress).run();
      EmbeddedPostgres postgres = new EmbeddedPostgres(home, binaries, running);
      Thread.ofVirtual().name("embedded-postgres").start(postgres::supervise);
      done = true;
      return postgres;
    } finally {
      if (!done) {
        home.close();
      }
    }
  }

  public String jdbcUrl() {
    return started.login().jdbcUrl();
  }

  public String user() {
    return PostgresLogin.USER;
  }

  public Secret password() {
    return started.login().password();
  }

  public int port() {
    return started.login().port();
  }

  /// E.g. `18.6`.
  public String version() {
    return binaries.version();
  }

  /// Whether the server was already running, left by an owner that was killed.
  public boolean adopted() {
    return started.adopted();
  }

  /// Of the server as it runs now.
  long pid() {
    return PidFile.server(folder.data()).map(ProcessHandle::pid).orElse(process.pid());
  }

  private void supervise() {
    Duration pause = SHORTEST_PAUSE;
    int looks = 0;
    while (!isClosing()) {
      if (!process.exitedWithin(LOOK)) {
        trimLog();
        looks++;
        continue;
      }
      pause = looks >= SETTLED_LOOKS ? SHORTEST_PAUSE : pause;
      looks = 0;
      if (closesWithin(pause)) {
        return;
      }
      restart();
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private void trimLog() {
    try {
      binaries.log().trim();
    } catch (UncheckedIOException e) {
      // A log that grows is better than a server that nobody watches.
      logger.atDebug().setCause(e).log("the log of postgres cannot be trimmed");
    }
  }

  private void restart() {
    change.lock();
    try {
      if (!isClosing()) {
        logger
            .atWarn()
            .addKeyValue("log", binaries.log().file())
            .log("postgres died and is restarted");
        PidFile.removeUseless(folder.data());
        process = PostgresProcess.start(binaries, started.command());
      }
    } catch (RuntimeException e) {
      logger.atError().setCause(e).log("postgres cannot be restarted");
    } finally {
      change.unlock();
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private boolean closesWithin(Duration pause) {
    try {
      return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Nobody knows this thread.
      throw new IllegalStateException(e);
    }
  }

  /// Stops the server: sessions end, what they did not commit is undone. Takes under a minute even
  /// when the server hangs; a second call does nothing.
  @Override
  public void close() {
    change.lock();
    try {
      if (!isClosing()) {
        closing.countDown();
        try {
          process.stop(binaries, folder.data());
        } finally {
          folder.close();
        }
      }
    } finally {
      change.unlock();
    }
  }
}
