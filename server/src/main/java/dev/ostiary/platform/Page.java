package dev.ostiary.platform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One page of a list that runs newest first, found by key and not by offset, so the last page
/// costs what the first one does.
///
/// @param next opens the page of older items; empty when there is none
/// @param previous opens the page of newer items; empty when there is none
/// @param total how many items the list holds in all
public record Page<T>(List<T> items, String next, String previous, long total) {
  public Page {
    items = List.copyOf(items);
  }

  /// Which page is wanted.
  ///
  /// @param size how many items at the most
  /// @param edge the key the page starts at, exclusive; null for the first page
  /// @param newer whether the page lies on the newer side of the edge
  /// @param counted whether anybody looks at the total; else it may be anything
  public record Request(int size, @Nullable Long edge, boolean newer, boolean counted) {
    public static final int DEFAULT_SIZE = 10;

    /// One answer stays well below the message limit, and one request below a few milliseconds.
    public static final int MAX_SIZE = 100;

    /// Reads the contract's `page_size` and `page_token`; a size of 0 means the default.
    public static Request of(long size, String token) {
      if (size < 0 || size > MAX_SIZE) {
        throw Problem.invalid(
            "page_size", "found " + size + ", expected 1 to " + MAX_SIZE + " (0 or none for 10)");
      }
      int wanted = size == 0 ? DEFAULT_SIZE : (int) size;
      if (token.isEmpty()) {
        return new Request(wanted, null, false, true);
      }
      try {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
        boolean newer = text.startsWith("n");
        if (!newer && !text.startsWith("o")) {
          throw new IllegalArgumentException(text);
        }
        return new Request(wanted, Long.parseLong(text.substring(1)), newer, true);
      } catch (IllegalArgumentException e) {
        throw Problem.invalid(
            "page_token",
            "not a token of this server; send next_page_token or prev_page_token of an earlier answer");
      }
    }

    /// The same page for a reader that does not look at the total: to count takes longer than to
    /// read.
    public Request uncounted() {
      return new Request(size, edge, newer, false);
    }

    /// One more than asked for, which tells whether there is a further page.
    public int fetchSize() {
      return size + 1;
    }

    /// The edge for SQL: every key lies below the largest number and above zero.
    public long boundary() {
      if (edge != null) {
        return edge;
      }
      return newer ? 0 : Long.MAX_VALUE;
    }

    /// Builds the page from the rows found: newest first, or oldest first when `newer`.
    public <T> Page<T> page(List<T> found, ToLongFunction<T> key, long total) {
      boolean more = found.size() > size;
      List<T> items = new ArrayList<>(more ? found.subList(0, size) : found);
      if (newer) {
        Collections.reverse(items);
      }
      if (items.isEmpty()) {
        return new Page<>(items, "", "", total);
      }
      boolean older = newer || more;
      boolean fresher = newer ? more : edge != null;
      return new Page<>(
          items,
          older ? token('o', key.applyAsLong(items.getLast())) : "",
          fresher ? token('n', key.applyAsLong(items.getFirst())) : "",
          total);
    }

    /// The same for a list that was looked through only so far, which may leave room on the page;
    /// then the way on begins there.
    ///
    /// @param reached the key up to which it was looked through, exclusive; null for its end
    public <T> Page<T> page(
        List<T> found, ToLongFunction<T> key, long total, @Nullable Long reached) {
      Page<T> page = page(found, key, total);
      if (found.size() > size) {
        return page;
      }
      String on = reached == null ? "" : token(newer ? 'n' : 'o', reached);
      boolean empty = found.isEmpty();
      return newer
          ? new Page<>(page.items(), empty ? back('o', 1) : page.next(), on, total)
          : new Page<>(page.items(), on, empty ? back('n', -1) : page.previous(), total);
    }

    /// The way back to where this page was opened from, the edge included.
    private String back(char side, long step) {
      return edge == null ? "" : token(side, edge + step);
    }

    private static String token(char side, long key) {
      byte[] text = (side + Long.toString(key)).getBytes(StandardCharsets.US_ASCII);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }
  }
}
