package dev.ostiary.platform.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A second process that runs a server, and can be killed.
record OtherOwner(Process process, BufferedReader output) implements AutoCloseable {
  /// Runs the server of the folder until the standard input ends.
  public static void main(String[] arguments) throws IOException {
    try (var postgres =
        EmbeddedPostgres.start(
            Path.of(arguments[0]), TestFolder.QUICK, TestFolder.RANDOM, line -> {})) {
      System.out.println(postgres.pid());
      System.in.transferTo(System.out);
    }
  }

  static OtherOwner start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherOwner.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new OtherOwner(process, process.inputReader());
  }

  /// The server's, as soon as it answers.
  ProcessHandle server() throws IOException {
    String line = output.readLine();
    return ProcessHandle.of(Long.parseLong(line)).orElseThrow();
  }

  void kill() throws Exception {
    process.destroyForcibly();
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
