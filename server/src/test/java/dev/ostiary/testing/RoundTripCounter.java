package dev.ostiary.testing;

import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/// Counts how often the database's driver sends something and then waits for the answer, on the
/// wire, where nothing can be hidden. The driver makes its sockets by this class; it counts for all
/// databases that were opened with {@link #open}, so a test that counts has one.
public final class RoundTripCounter extends SocketFactory {
  private static final AtomicLong COUNT = new AtomicLong();

  /// The pool asks a connection that was idle for a while whether it still lives, which belongs to
  /// no request.
  private static final String PROBE_AFTER_MILLIS = "com.zaxxer.hikari.aliveBypassWindowMs";

  /// How the names of the threads begin in which the pool and the driver open connections and look
  /// after them, which belongs to no request either.
  private static final List<String> UPKEEP = List.of("database:", "PostgreSQL JDBC driver");

  /// A new database whose round trips are counted.
  public static Database open() {
    DatabaseConfig plain = TestDatabase.freshConfig();
    String separator = plain.jdbcUrl().contains("?") ? "&" : "?";
    System.setProperty(PROBE_AFTER_MILLIS, "3600000");
    try {
      return Database.open(
          new DatabaseConfig(
              plain.jdbcUrl() + separator + "socketFactory=" + RoundTripCounter.class.getName(),
              plain.user(),
              plain.password(),
              plain.poolSize()));
    } finally {
      System.clearProperty(PROBE_AFTER_MILLIS);
    }
  }

  /// How many round trips there are while something is done.
  public static long during(Callable<?> work) throws Exception {
    long before = COUNT.get();
    work.call();
    return COUNT.get() - before;
  }

  private static boolean isUpkeep(String thread) {
    return UPKEEP.stream().anyMatch(thread::startsWith);
  }

  @Override
  public Socket createSocket() {
    return new Counted();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException("the driver connects by itself");
  }

  private static final class Counted extends Socket {
    private final AtomicBoolean sent = new AtomicBoolean();

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          sent.set(true);
          out.write(bytes, from, length);
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (sent.getAndSet(false) && !isUpkeep(Thread.currentThread().getName())) {
            COUNT.incrementAndGet();
          }
          return super.read(bytes, from, length);
        }
      };
    }
  }
}
