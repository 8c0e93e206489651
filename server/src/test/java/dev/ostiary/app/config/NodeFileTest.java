package dev.ostiary.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFileTest {
  @TempDir private Path folder;
  private final UUID holder = UUID.randomUUID();

  private NodeFile open() {
    return NodeFile.open(new DataFolder(folder));
  }

  private void run() {
    try (NodeFile node = open()) {
      node.keep(holder);
    }
  }

  @Test
  void aProcessKnowsItsPredecessor() {
    run();

    try (NodeFile node = open()) {
      assertThat(node.predecessor()).contains(holder);
    }
  }

  @Test
  void theFirstProcessHasNone() {
    try (NodeFile node = open()) {
      assertThat(node.predecessor()).isEmpty();
    }
  }

  @Test
  void aSecondProcessOfTheSameFolderHasNoneWhileTheFirstLives() {
    run();

    try (NodeFile first = open();
        NodeFile second = open()) {
      assertThat(first.predecessor()).contains(holder);
      assertThat(second.predecessor()).isEmpty();
    }
  }

  @Test
  void aCopyOfTheFolderHasNone(@TempDir Path other) throws IOException {
    run();
    Files.copy(folder.resolve("node"), other.resolve("node"));

    try (NodeFile copy = NodeFile.open(new DataFolder(other))) {
      assertThat(copy.predecessor()).isEmpty();
    }
  }

  @Test
  void aSpoiledFileNamesNobodyAndIsReplaced() throws IOException {
    Files.writeString(folder.resolve("node"), "spoiled");
    try (NodeFile node = open()) {
      assertThat(node.predecessor()).isEmpty();
    }
    run();
    try (NodeFile node = open()) {
      assertThat(node.predecessor()).contains(holder);
    }
  }
}
