package dev.ostiary.event;

import java.util.Map;
import java.util.TreeMap;

/// A set of log positions, kept as ranges: neighbors cost nothing. Not safe for use by several
/// threads at once.
public final class Positions {
  /// First to last position of each range, both inclusive; ranges neither touch nor overlap.
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /// @return false when the position was in the set already
  public boolean add(long position) {
    Map.Entry<Long, Long> below = ranges.floorEntry(position);
    if (below != null && below.getValue() >= position) {
      return false;
    }
    long first = below != null && below.getValue() == position - 1 ? below.getKey() : position;
    Long last = ranges.remove(position + 1);
    ranges.put(first, last == null ? position : last);
    return true;
  }

  /// Adds everything from `first` to `last`; nothing of it may be in the set yet.
  public void addRange(long first, long last) {
    Map.Entry<Long, Long> below = ranges.lowerEntry(first);
    boolean joins = below != null && below.getValue() == first - 1;
    Long joined = ranges.remove(last + 1);
    ranges.put(joins ? below.getKey() : first, joined == null ? last : joined);
  }

  public void remove(long position) {
    Map.Entry<Long, Long> range = ranges.floorEntry(position);
    if (range == null || range.getValue() < position) {
      return;
    }
    if (range.getKey() == position) {
      ranges.remove(position);
    } else {
      ranges.put(range.getKey(), position - 1);
    }
    if (range.getValue() > position) {
      ranges.put(position + 1, range.getValue());
    }
  }

  public boolean contains(long position) {
    Map.Entry<Long, Long> below = ranges.floorEntry(position);
    return below != null && below.getValue() >= position;
  }

  /// The last position of the unbroken run that starts right behind `position`, or `position`
  /// itself.
  public long runAfter(long position) {
    Map.Entry<Long, Long> range = ranges.floorEntry(position + 1);
    return range == null ? position : Math.max(position, range.getValue());
  }

  /// Forgets everything up to and including `position`.
  public void removeUpTo(long position) {
    Map.Entry<Long, Long> below = ranges.floorEntry(position);
    if (below != null && below.getValue() > position) {
      ranges.put(position + 1, below.getValue());
    }
    ranges.headMap(position, true).clear();
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }
}
