package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `ostiary`, in a release, with JDKs that tell which of them ran, and with what.
class LauncherTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

  @TempDir private Path folder;

  private Path release;

  /// What a run printed, and how it ended.
  private record Run(int exit, String out, String err) {}

  @BeforeEach
  void unpackARelease() throws IOException {
    release = Files.createDirectories(folder.resolve("release"));
    Files.copy(PROJECT.resolve("ostiary"), release.resolve("ostiary"));
    Files.createDirectories(release.resolve(".mvn"));
    Files.copy(PROJECT.resolve(".mvn/jdk.sh"), release.resolve(".mvn/jdk.sh"));
    // The JDKs of this machine stay out of it: one is on the path perhaps, the others are looked
    // for with `find`.
    script(folder.resolve("bin/find"), "exit 0");
    script(folder.resolve("bin/java"), "exit 1");
  }

  private static void script(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jdk(int version) throws IOException {
    Path jdk = folder.resolve("jdk-" + version);
    script(jdk.resolve("bin/javac"), "exit 1");
    script(jdk.resolve("bin/java"), "echo \"" + version + ": $*\"; exit 3");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
    return jdk;
  }

  private Run run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private Run run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run(release.resolve("ostiary"), environment, arguments);
  }

  @Test
  void anOlderDefaultIsPassedOver() throws Exception {
    Run run =
        run(
            Map.of(
                "JAVA_HOME",
                jdk(17).toString(),
                "PATH",
                jdk(26).resolve("bin") + ":" + folder.resolve("bin") + ":/usr/bin:/bin"),
            "tour",
            "--json");

    assertThat(run.out()).startsWith("26: ").endsWith("ostiary.jar tour --json\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theCommandEndsAsTheProgramDoes() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", jdk(25).toString()), "up").exit()).isEqualTo(3);
  }

  @Test
  void theJdkThatIsNamedWins() throws Exception {
    Run run =
        run(Map.of("OSTIARY_JAVA_HOME", jdk(25).toString(), "JAVA_HOME", jdk(26).toString()), "up");

    assertThat(run.out()).startsWith("25: ");
  }

  @Test
  void aNamedJdkThatIsTooOldIsRefusedInOneLine() throws Exception {
    Run run =
        run(Map.of("OSTIARY_JAVA_HOME", jdk(17).toString(), "JAVA_HOME", jdk(25).toString()), "up");

    assertThat(run.exit()).isEqualTo(69);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("OSTIARY_JAVA_HOME=" + jdk(17), "JDK 25 or newer");
  }

  @Test
  void withoutAnyJdkOneLineSaysHowToGetOne() throws Exception {
    Run run = run(Map.of("JAVA_HOME", jdk(17).toString()), "up");

    assertThat(run.exit()).isEqualTo(69);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("no JDK 25 or newer was found", "openjdk", "OSTIARY_JAVA_HOME");
  }

  @Test
  void itMayBeReachedThroughLinks() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("direct"), release.resolve("ostiary"));
    Path second = Files.createSymbolicLink(folder.resolve("again"), first.getFileName());

    Run run = run(second, Map.of("JAVA_HOME", jdk(25).toString()), "up");

    assertThat(run.out()).contains(release.toRealPath() + "/server/target/ostiary.jar up");
  }

  @Test
  void helpForTheTestsNeedsNoBuild() throws Exception {
    Run run = run(Map.of("JAVA_HOME", jdk(25).toString()), "test", "--help");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("Usage: ./ostiary test");
  }

  @Test
  void theTestsAreNotBegunWithoutWhatTheyNeed() throws Exception {
    Path bare = Files.createDirectories(folder.resolve("bare"));
    for (String tool : List.of("dirname", "readlink", "sort", "uname", "sed", "head")) {
      Files.createSymbolicLink(bare.resolve(tool), Path.of("/usr/bin", tool));
    }
    script(release.resolve("mvnw"), "echo \"maven $*\"");
    Map<String, String> environment =
        Map.of("JAVA_HOME", jdk(25).toString(), "PATH", folder.resolve("bin") + ":" + bare);

    script(folder.resolve("bin/npm"), "exit 0");
    Run without = run(environment, "test");
    assertThat(without.exit()).isEqualTo(69);
    assertThat(without.out()).isEmpty();
    assertThat(without.err().lines())
        .singleElement()
        .asString()
        .contains("chromedriver was not found", "apt-get install");

    script(folder.resolve("bin/chromedriver"), "exit 0");
    assertThat(run(environment, "test", "-q").out()).startsWith("maven").contains("verify -q");
  }
}
