package dev.ostiary.organization;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import java.util.List;

/// The SQL of searching organizations by the beginnings of words. Words that are frequent are found
/// by looking at organizations one after the other, others by the index: either way an answer costs
/// little, however many organizations there are.
final class SearchStore {
  /// Looked at first, in well below a millisecond: a very frequent word fills its page here, and
  /// one that does not even occur is rare enough for the index.
  private static final int GLANCE = 200;

  /// Looked at when the glance has found something, but too little: then a page is likely to be
  /// full within so many.
  private static final int WINDOW = 8000;

  /// Nobody waits for a count that goes on into the millions.
  private static final int COUNT_LIMIT = 10_000;

  /// The query that the index understands; empty when the text has no words.
  private static final String QUERY = "select cast(search_query(:text) as text) as query";

  private static final String WINDOW_OLDER = window("<", "desc");
  private static final String WINDOW_NEWER = window(">", "asc");
  private static final String INDEX_OLDER = index("<", "desc");
  private static final String INDEX_NEWER = index(">", "asc");

  private static final String COUNT =
      """
      select count(*) as count from (
        select 1 from organization
        where environment_id = :environment and search @@ cast(:query as tsquery)
        limit :limit
      ) as few
      """;

  private static String window(String side, String order) {
    return """
    select %s
    from (
      select %s, search
      from organization
      where environment_id = :environment and id %s :boundary
      order by id %s
      limit :window
    ) as near
    where search @@ cast(:query as tsquery)
    order by id %s
    limit :limit
    """
        .formatted(OrganizationStore.COLUMNS, OrganizationStore.COLUMNS, side, order, order);
  }

  private static String index(String side, String order) {
    return """
    with found as materialized (
      select id from organization
      where environment_id = :environment and search @@ cast(:query as tsquery)
    )
    select %s from organization
    where environment_id = :environment and id in (
      select id from found where id %s :boundary order by id %s limit :limit)
    order by id %s
    """
        .formatted(OrganizationStore.COLUMNS, side, order, order);
  }

  /// The total is what was found at least, when the words are frequent.
  Page<Organization> search(Tx tx, EnvironmentId environment, String text, Page.Request request) {
    String query = tx.sql(QUERY).bind("text", text).one(row -> row.text("query"));
    if (query.isEmpty()) {
      return new Page<>(List.of(), "", "", 0);
    }
    List<Organization> near = near(tx, environment, query, request, GLANCE);
    if (!near.isEmpty() && near.size() < request.fetchSize()) {
      near = near(tx, environment, query, request, WINDOW);
    }
    if (near.size() == request.fetchSize()) {
      return page(request, near, near.size());
    }
    List<Organization> found =
        bind(tx.sql(request.newer() ? INDEX_NEWER : INDEX_OLDER), environment, query, request)
            .list(OrganizationStore::organization);
    return page(request, found, request.counted() ? count(tx, environment, query) : 0);
  }

  private static long count(Tx tx, EnvironmentId environment, String query) {
    return tx.sql(COUNT)
        .bind("environment", environment)
        .bind("query", query)
        .bind("limit", COUNT_LIMIT)
        .one(row -> row.number("count"));
  }

  /// Those of the next so many that match.
  private static List<Organization> near(
      Tx tx, EnvironmentId environment, String query, Page.Request request, int window) {
    return bind(tx.sql(request.newer() ? WINDOW_NEWER : WINDOW_OLDER), environment, query, request)
        .bind("window", window)
        .list(OrganizationStore::organization);
  }

  private static Page<Organization> page(
      Page.Request request, List<Organization> found, long total) {
    return request.page(found, organization -> organization.id().number(), total);
  }

  private static Sql bind(Sql sql, EnvironmentId environment, String query, Page.Request request) {
    return sql.bind("environment", environment)
        .bind("query", query)
        .bind("boundary", request.boundary())
        .bind("limit", request.fetchSize());
  }
}
