package dev.ostiary.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import org.junit.jupiter.api.Test;

/// How many may wait at the end of the log.
class OpenReadersTest {
  private final OpenReaders readers = new OpenReaders(2);

  @Test
  void eachHasAsManyAsItIsAllowed() {
    readers.enter("ada");
    readers.enter("ada");
    readers.enter("bob");

    assertThatThrownBy(() -> readers.enter("ada"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.RESOURCE_EXHAUSTED))
        .hasMessageContaining("ada has 2");
  }

  @Test
  void whoeverLeavesMakesRoomForOne() {
    readers.enter("ada");
    Runnable leave = readers.enter("ada");
    leave.run();

    assertThat(readers.enter("ada")).isNotNull();
    assertThatThrownBy(() -> readers.enter("ada")).isInstanceOf(Problem.class);
  }
}
