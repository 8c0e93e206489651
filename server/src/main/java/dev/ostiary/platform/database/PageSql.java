package dev.ostiary.platform.database;

import dev.ostiary.platform.Page;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/// The statements behind a list that is read page by page, newest first: its rows on one side of a
/// key, as many as a page needs, and how many rows there are.
public final class PageSql {
  /// How far a total goes: nobody waits for a count that goes on into the millions.
  public static final int COUNT_LIMIT = 10_000;

  private final String older;
  private final String newer;
  private final String count;

  private PageSql(String rows, String key) {
    older = rows + " and " + key + " < :boundary order by " + key + " desc limit :limit";
    newer = rows + " and " + key + " > :boundary order by " + key + " limit :limit";
    count = "select count(*) as count from (" + rows + " limit " + COUNT_LIMIT + ") as counted";
  }

  /// @param rows a `select` that ends in its `where`
  /// @param key the column that the list is ordered by
  public static PageSql of(String rows, String key) {
    return new PageSql(rows, key);
  }

  /// The statement for a page; what `rows` names remains to be bound.
  public Sql of(Tx tx, Page.Request request) {
    return tx.sql(request.newer() ? newer : older)
        .bind("boundary", request.boundary())
        .bind("limit", request.fetchSize());
  }

  /// A page with its total, both asked for in one round trip.
  ///
  /// @param bind what `rows` names
  /// @param key the number of an item that the list is ordered by
  public <T> Page<T> read(
      Tx tx,
      Page.Request request,
      UnaryOperator<Sql> bind,
      Function<Row, T> map,
      ToLongFunction<T> key) {
    Asked<List<T>> found = bind.apply(of(tx, request)).listLater(map);
    if (!request.counted()) {
      return request.page(found.get(), key, 0);
    }
    Asked<Long> total = bind.apply(tx.sql(count)).oneLater(row -> row.number("count"));
    return request.page(found.get(), key, total.get());
  }
}
