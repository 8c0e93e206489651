package dev.ostiary.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PositionsTest {
  @Test
  void neighborsFormARun() {
    Positions positions = new Positions();
    positions.add(5);
    positions.add(7);
    positions.add(6);

    assertThat(positions.runAfter(4)).isEqualTo(7);
    assertThat(positions.runAfter(3)).isEqualTo(3);
    assertThat(positions.runAfter(5)).isEqualTo(7);
  }

  @Property
  void behavesAsASetOfNumbers(
      @ForAll List<@IntRange(min = 1, max = 40) Integer> added,
      @ForAll @IntRange(min = 0, max = 41) int floor) {
    Positions positions = new Positions();
    TreeSet<Long> expected = new TreeSet<>();
    for (long position : added.stream().mapToLong(Integer::longValue).toArray()) {
      assertThat(positions.add(position)).isEqualTo(expected.add(position));
    }

    positions.removeUpTo(floor);
    expected.headSet((long) floor, true).clear();

    for (long position = 0; position <= 42; position++) {
      assertThat(positions.contains(position)).isEqualTo(expected.contains(position));
    }
    assertThat(positions.isEmpty()).isEqualTo(expected.isEmpty());
  }
}
