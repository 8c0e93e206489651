package dev.ostiary.platform.database;

import dev.ostiary.platform.Page;

/// The statement behind a list that is read page by page, newest first: its rows on one side of a
/// key, as many as a page needs.
public final class PageSql {
  private final String older;
  private final String newer;

  private PageSql(String rows, String key) {
    older = rows + " and " + key + " < :boundary order by " + key + " desc limit :limit";
    newer = rows + " and " + key + " > :boundary order by " + key + " limit :limit";
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
}
