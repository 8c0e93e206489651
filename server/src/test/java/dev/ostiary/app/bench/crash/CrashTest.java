package dev.ostiary.app.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.command.ScratchFolder;
import org.junit.jupiter.api.Test;

/// The short form of `ostiary bench crash`: docs/durability.md has the long one.
class CrashTest {
  private static final int BLOWS = 3;

  @Test
  void nothingIsLostDoubledOrInventedWhenProcessesAreKilled() throws InterruptedException {
    // Under target a folder may be closed to PostgreSQL's account; the scratch folder is not.
    ScratchFolder folder = ScratchFolder.in(null);
    CrashReport report = new CrashRun(1, folder.path(), line -> {}).run(BLOWS);

    assertThat(report.broken()).as("what is left of it lies in " + folder.path()).isEmpty();
    assertThat(report.changes().acknowledged()).as("something was done").isPositive();
    assertThat(report.received().events()).as("something arrived").isPositive();
    folder.close(); // only now: a failure is looked into where it happened
  }
}
