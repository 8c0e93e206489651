package dev.ostiary.interop;

import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.testing.ProcessLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program for Node.js from `src/test/node`, run in `target/node` with the packages of its lock
/// file, which npm installs there once.
record NodeProgram(Path folder) {
  private static final Path SOURCES = Path.of("src", "test", "node");

  /// The SDK's transport, connect-node, asks for it.
  private static final int LEAST_NODE = 20;

  /// Enough for a slow registry.
  private static final int PATIENCE_SECONDS = 300;

  static NodeProgram installed() {
    Path folder = Path.of("target", "node");
    return ProcessLock.holding(
        folder,
        () -> {
          requireNode(folder);
          try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
              Files.copy(
                  file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
          }
          NodeProgram program = new NodeProgram(folder);
          program.install();
          return program;
        });
  }

  private static void requireNode(Path folder) {
    String found;
    try {
      found = output(folder, Map.of(), "node", "--version").strip();
    } catch (IOException e) {
      found = "none";
    }
    boolean enough =
        found.matches("v\\d+\\..*")
            && Integer.parseInt(found.substring(1, found.indexOf('.'))) >= LEAST_NODE;
    if (!enough) {
      throw new AssertionError(
          "this test runs the vendor's SDK for Node.js and needs node "
              + LEAST_NODE
              + " or newer and npm on the PATH, found "
              + found
              + "; install them, for example with: apt-get install nodejs npm");
    }
  }

  /// `npm ci`, unless these very packages are there.
  private void install() throws IOException {
    byte[] lock = Files.readAllBytes(folder.resolve("package-lock.json"));
    String wanted = HexFormat.of().formatHex(Digests.sha256(lock));
    Path mark = folder.resolve("installed");
    if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
      return;
    }
    output(folder, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    Files.writeString(mark, wanted);
  }

  /// Runs the program that manages connections.
  ///
  /// @return what it printed
  String run(Map<String, String> environment) {
    return run("app.mjs", environment);
  }

  /// Runs one of the programs.
  ///
  /// @return what it printed
  String run(String file, Map<String, String> environment) {
    try {
      return output(folder, environment, "node", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A program that goes on until it is closed.
  ///
  /// @param url what it says that it listens at
  record Listening(String url, Process process) implements AutoCloseable {
    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /// Starts one of the programs that print the address at which they listen.
  Listening start(String file, Map<String, String> environment) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("node", file)
              .directory(folder.toFile())
              .redirectError(folder.resolve(file + ".stderr.txt").toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      BufferedReader output = process.inputReader();
      String line = output.readLine();
      while (line != null && !line.startsWith("http://")) {
        line = output.readLine();
      }
      if (line == null) {
        throw new AssertionError(
            file + " ended: " + Files.readString(folder.resolve(file + ".stderr.txt")));
      }
      Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
      return new Listening(line, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    Path errors = folder.resolve("stderr.txt");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(
            String.join(" ", command) + " failed:\n" + output + Files.readString(errors));
      }
      return output;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
