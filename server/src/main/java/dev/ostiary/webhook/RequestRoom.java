package dev.ostiary.webhook;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// How many requests this process may have under way at once, shared so that nobody is shut out: an
/// endpoint may hold a part of what is free, so the more endpoints are busy, the less each gets,
/// and a hundred that never answer still leave room for the others (the dynamic thresholds of
/// Choudhury and Hahne, IEEE/ACM Transactions on Networking 6, 1998).
final class RequestRoom {
  /// Each takes a socket: this is well below the number of files that a server may commonly open.
  private static final int TOTAL = 4_000;

  /// An endpoint may hold one part in so many of what is free. More than forty endpoints that never
  /// answer must come together before any gets less than the most it may have.
  private static final int PARTS = 16;

  private final SequencedSet<Share> waiting = new LinkedHashSet<>();
  private int free = TOTAL;

  /// What one endpoint may use of it.
  ///
  /// @param most requests under way at once, however much room there is
  /// @param whenFree is told that there may be room again; must be quick
  Share share(int most, Runnable whenFree) {
    return new Share(most, whenFree);
  }

  final class Share {
    private final int most;
    private final Runnable whenFree;
    private int underWay;

    private Share(int most, Runnable whenFree) {
      this.most = most;
      this.whenFree = whenFree;
    }

    /// Takes room for one request.
    ///
    /// @return false when there is none now; `whenFree` hears of it when there is
    boolean enter() {
      synchronized (waiting) {
        if (underWay >= most) {
          return false; // leaving makes room, and its endpoint goes on by itself
        }
        if (underWay * PARTS >= free) {
          waiting.add(this);
          return false;
        }
        underWay++;
        free--;
        return true;
      }
    }

    /// Gives the room of one request back.
    void leave() {
      Share next;
      synchronized (waiting) {
        underWay--;
        free++;
        next = waiting.isEmpty() ? null : waiting.removeFirst();
      }
      if (next != null) {
        next.whenFree.run();
      }
    }

    /// Whether no request is under way.
    boolean isIdle() {
      synchronized (waiting) {
        return underWay == 0;
      }
    }
  }
}
