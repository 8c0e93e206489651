package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.command.CommandFailed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// A webhook receiver that costs as little as possible: one thread in this process, no HTTP
/// library, always 200. It must not be what is measured.
final class Sink implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final Thread thread;
  private final AtomicLong received = new AtomicLong();
  private volatile LongConsumer onArrival = event -> {};

  Sink() {
    try {
      selector = Selector.open();
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new CommandFailed("cannot open a receiver on this machine: " + e.getMessage(), e);
    }
    thread = Thread.ofPlatform().name("sink").daemon().start(this::run);
  }

  int port() {
    return server.socket().getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/webhooks";
  }

  /// Requests received so far.
  long received() {
    return received.get();
  }

  /// Tells `action` the number of each event as its request is complete, 0 when it names none.
  void onArrival(LongConsumer action) {
    onArrival = action;
  }

  /// What the receiver itself has used of the processors.
  long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
  }

  private void run() {
    try {
      while (selector.isOpen()) {
        selector.select(this::serve);
      }
    } catch (IOException | ClosedSelectorException e) {
      // closed
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new SinkConnection(channel, this::take));
      } else if (!((SinkConnection) key.attachment()).read()) {
        key.channel().close();
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void take(long event) {
    onArrival.accept(event);
    received.incrementAndGet();
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new CommandFailed("the receiver did not close: " + e.getMessage(), e);
    }
  }
}
