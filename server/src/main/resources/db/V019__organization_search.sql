-- Organizations are searched by the beginnings of words, which PostgreSQL can do without an extension.

-- The words of a text: in lower case, cut at blanks and punctuation.
create function search_words(text) returns text[]
  language sql immutable strict parallel safe
  return array_remove(regexp_split_to_array(lower($1), '[[:space:][:punct:]]+'), '');

alter table organization add column search tsvector not null
  generated always as (
    array_to_tsvector(
      search_words(
        display_name || ' ' || coalesce(external_id, '') || ' ' || coalesce(slug, '')))) stored;

create index organization_search on organization using gin (search);
