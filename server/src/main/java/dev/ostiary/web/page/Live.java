package dev.ostiary.web.page;

/// What an open page is told of while somebody looks on: that what it shows has changed, so that it
/// asks for it again.
public interface Live extends AutoCloseable {
  /// Runs `changed` once: as soon as something is new since the last time, or when the server
  /// stops.
  ///
  /// @return waits no longer
  Runnable await(Runnable changed);

  /// Whether the server stops.
  boolean over();

  /// The page is not looked at any more.
  @Override
  void close();
}
