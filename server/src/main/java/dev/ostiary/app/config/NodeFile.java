package dev.ostiary.app.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers in the data folder which process ran here last, for the one that comes after a crash.
/// It is locked while a process lives, and names host and folder: what a second process of the same
/// folder, or a copy of it elsewhere, would find there is not about its own predecessor.
public final class NodeFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeFile.class);

  private static final String NAME = "node";

  /// Far more than is ever written.
  private static final int MAX_BYTES = 8_192;

  private final @Nullable FileChannel locked;
  private final String place;

  private NodeFile(@Nullable FileChannel locked, String place) {
    this.locked = locked;
    this.place = place;
  }

  public static NodeFile open(DataFolder folder) {
    Path file = folder.root().resolve(NAME).toAbsolutePath();
    FileChannel channel = null;
    try {
      String place = InetAddress.getLocalHost().getHostName() + ":" + file;
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return new NodeFile(channel, place);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.atDebug().setCause(e).log("nobody is recognized here");
    }
    close(channel);
    return new NodeFile(null, "");
  }

  /// The process that ran here last, which is dead.
  public Optional<UUID> predecessor() {
    if (locked == null) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
      int length = Math.max(0, locked.read(bytes, 0));
      String text = new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.size() == 2 && lines.getLast().equals(place)
          ? Optional.of(UUID.fromString(lines.getFirst()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.atDebug().setCause(e).log("nobody is recognized here");
      return Optional.empty();
    }
  }

  /// Keeps who runs here now.
  public void keep(UUID holder) {
    if (locked == null) {
      return;
    }
    try {
      byte[] text = (holder + "\n" + place + "\n").getBytes(StandardCharsets.UTF_8);
      locked.truncate(0);
      locked.write(ByteBuffer.wrap(text), 0);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the next process will not be recognized");
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("not closed");
    }
  }

  /// Lets the next process have the folder.
  @Override
  public void close() {
    close(locked);
  }
}
