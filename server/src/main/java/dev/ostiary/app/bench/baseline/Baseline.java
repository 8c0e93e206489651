package dev.ostiary.app.bench.baseline;

/// A durable queue of webhooks, without order, signatures, or many endpoints: what is due is sent
/// once, and an attempt is recorded.
public interface Baseline extends AutoCloseable {
  /// For people.
  String name();

  /// Makes a backlog of requests.
  void fill(long requests);

  /// Begins to send.
  void start();

  /// How many are sent and recorded.
  long recorded();

  @Override
  void close();
}
