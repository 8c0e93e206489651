package dev.ostiary.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps the processes that share the tests from setting up the same folder at the same time.
public final class ProcessLock {
  private ProcessLock() {}

  /// Something to be done that touches files.
  public interface Work<T> {
    T run() throws IOException;
  }

  /// Does the work while no other process does any for this folder.
  public static <T> T holding(Path folder, Work<T> work) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("setup.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        return work.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
