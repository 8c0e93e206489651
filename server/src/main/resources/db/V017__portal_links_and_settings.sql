-- Links that open an organization's portal once, and what an organization has set for the app to ask.

create table portal_link (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  features text[] not null check (cardinality(features) > 0),
  expire_time timestamptz not null,
  primary key (environment_id, id),
  foreign key (environment_id, organization_id) references organization (environment_id, id)
);

create unique index portal_link_hash on portal_link (environment_id, hash);

create index portal_link_by_organization on portal_link (environment_id, organization_id);

create table organization_settings (
  environment_id bigint not null,
  organization_id bigint not null,
  custom_policy boolean not null,
  absolute_minutes integer check (absolute_minutes > 0),
  idle_enabled boolean,
  idle_minutes integer check (idle_minutes > 0),
  max_users integer check (max_users >= 0),
  primary key (environment_id, organization_id),
  foreign key (environment_id, organization_id) references organization (environment_id, id)
    on delete cascade
);
