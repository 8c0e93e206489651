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
  /// So many are looked at one after the other, which takes a few milliseconds. A word that fills
  /// no page among them is rare enough for the index.
  private static final int WINDOW = 2000;

  /// The query that the index understands; empty when the text has no words.
  private static final String QUERY =
      """
      select coalesce(string_agg('''' || word || ''':*', ' & '), '') as query
      from unnest(search_words(:text)) as word
      """;

  private static final String WINDOW_OLDER = window("<", "desc");
  private static final String WINDOW_NEWER = window(">", "asc");
  private static final String INDEX_OLDER = index("<", "desc");
  private static final String INDEX_NEWER = index(">", "asc");

  private static final String COUNT =
      """
      select count(*) as count from organization
      where environment_id = :environment and search @@ cast(:query as tsquery)
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
    List<Organization> near =
        bind(tx.sql(request.newer() ? WINDOW_NEWER : WINDOW_OLDER), environment, query, request)
            .bind("window", WINDOW)
            .list(OrganizationStore::organization);
    if (near.size() == request.fetchSize()) {
      return page(request, near, near.size());
    }
    List<Organization> found =
        bind(tx.sql(request.newer() ? INDEX_NEWER : INDEX_OLDER), environment, query, request)
            .list(OrganizationStore::organization);
    long total =
        tx.sql(COUNT)
            .bind("environment", environment)
            .bind("query", query)
            .one(row -> row.number("count"));
    return page(request, found, total);
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
