-- A search for the beginning of a frequent word made the index gather every organization that has the word, even beside a
-- rare one. So the beginnings themselves are in the index: then each word of a search is one entry, and rare entries are
-- looked at first.

-- The beginnings of the words of a text. Of longer words the first 24 characters count.
create function search_beginnings(text) returns text[]
  language sql immutable strict parallel safe
  return (
    select coalesce(array_agg(left(word, n)), '{}')
    from unnest(search_words($1)) as word, generate_series(1, least(length(word), 24)) as n);

-- What a text is searched by: organizations that have all its words as beginnings.
create function search_query(text) returns tsquery
  language sql immutable strict parallel safe
  return (
    select cast(coalesce(string_agg(quote_literal(left(word, 24)), ' & '), '') as tsquery)
    from unnest(search_words($1)) as word);

alter table organization drop column search;
alter table organization add column search tsvector not null
  generated always as (
    array_to_tsvector(
      search_beginnings(
        display_name || ' ' || coalesce(external_id, '') || ' ' || coalesce(slug, '')))) stored;

-- Entered at once: a list of entries to come would have to be read by every search until the next vacuum.
create index organization_search on organization using gin (search) with (fastupdate = off);
