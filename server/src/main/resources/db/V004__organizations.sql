-- The customers. A row is locked while anything of its organization changes, so that the changes of
-- one organization happen one after the other.

create table organization (
  environment_id bigint not null references environment (id),
  id bigint not null,
  display_name text not null check (length(display_name) between 1 and 200),
  region text not null check (region in ('US', 'EU')),
  external_id text check (length(external_id) between 1 and 255),
  slug text check (length(slug) between 1 and 253),
  logo_url text check (length(logo_url) <= 1024),
  metadata jsonb not null,
  features jsonb not null,
  update_time timestamptz not null,
  primary key (environment_id, id)
) with (fillfactor = 80);

create unique index organization_external_id on organization (environment_id, external_id)
  where external_id is not null;

create unique index organization_slug on organization (environment_id, slug)
  where slug is not null;

-- How many organizations there are, since to count a million takes long. Kept by the statements that
-- insert and delete; spread over several rows, so that these do not wait for each other.
create table organization_count (
  environment_id bigint not null references environment (id),
  shard smallint not null,
  count bigint not null check (count >= 0),
  primary key (environment_id, shard)
) with (fillfactor = 50);
