package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventRoomTest {
  private final EventRoom room = new EventRoom();

  @Test
  void aSingleEndpointHasAllItCanUse() {
    room.enter();
    assertThat(room.perEndpoint()).isEqualTo(2_000);
  }

  @Test
  void manyEndpointsShareWhatThereIsAndGetItBack() {
    for (int i = 0; i < 100; i++) {
      room.enter();
    }
    assertThat(room.perEndpoint()).isEqualTo(500);
    for (int i = 0; i < 75; i++) {
      room.leave();
    }
    assertThat(room.perEndpoint()).isEqualTo(2_000);
  }

  @Test
  void howeverManyThereAreEachHasALittle() {
    for (int i = 0; i < 100_000; i++) {
      room.enter();
    }
    assertThat(room.perEndpoint()).isEqualTo(20);
  }
}
