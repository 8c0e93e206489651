package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRoomTest {
  private static final int MOST = 64;

  private final RequestRoom room = new RequestRoom();
  private final List<RequestRoom.Share> woken = new ArrayList<>();

  @Test
  void aFewEndpointsHaveTheMostTheyMay() {
    List<RequestRoom.Share> few = shares(40);
    few.forEach(share -> assertThat(fill(share)).isEqualTo(MOST));
    assertThat(fill(share(7))).isEqualTo(7);
  }

  @Test
  void aHundredThatNeverAnswerLeaveRoomForTheOthers() {
    shares(100).forEach(this::fill);
    shares(10).forEach(share -> assertThat(fill(share)).isPositive());
  }

  @Test
  void thereIsAnEndToIt() {
    List<RequestRoom.Share> all = shares(10_000);
    assertThat(all.stream().mapToInt(this::fill).sum()).isEqualTo(4_000);
  }

  @Test
  void whoWaitsIsWokenInTurn() {
    List<RequestRoom.Share> all = shares(10_000);
    all.forEach(this::fill);
    RequestRoom.Share last = all.getLast();
    RequestRoom.Share first = all.getFirst();
    assertThat(last.isIdle()).isTrue();
    assertThat(first.isIdle()).isFalse();
    woken.clear();
    while (!first.isIdle()) {
      first.leave();
    }
    assertThat(woken).isNotEmpty().doesNotHaveDuplicates();
    assertThat(last.enter()).isTrue();
  }

  private List<RequestRoom.Share> shares(int count) {
    return IntStream.range(0, count).mapToObj(i -> share(MOST)).toList();
  }

  private RequestRoom.Share share(int most) {
    RequestRoom.Share[] self = new RequestRoom.Share[1];
    self[0] = room.share(most, () -> woken.add(self[0]));
    return self[0];
  }

  private int fill(RequestRoom.Share share) {
    int entered = 0;
    while (share.enter()) {
      entered++;
    }
    return entered;
  }
}
