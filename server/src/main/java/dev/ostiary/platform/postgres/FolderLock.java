package dev.ostiary.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to run the server of a folder. The kernel takes it back when the process dies, however
/// that comes about; the file names the owner for people only.
final class FolderLock implements AutoCloseable {
  /// A second channel on a locked file of this process would, when closed, release the lock (POSIX
  /// `fcntl`), so such a file is never opened twice.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @throws PostgresFailure when somebody else has the folder
  static FolderLock acquire(Path folder) {
    Path file = folder.resolve("lock");
    if (!HELD_HERE.add(file)) {
      throw taken(folder, Long.toString(ProcessHandle.current().pid()));
    }
    FolderLock lock = null;
    try {
      lock = lock(folder, file);
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (lock == null) {
        HELD_HERE.remove(file);
      }
    }
  }

  private static FolderLock lock(Path folder, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw taken(folder, Files.readString(file).strip());
    }
    channel.truncate(0);
    String pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
    return new FolderLock(file, channel);
  }

  private static PostgresFailure taken(Path folder, String pid) {
    return new PostgresFailure(
        "the folder %s is in use by process %s; stop that one or choose another folder"
            .formatted(folder, pid));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
