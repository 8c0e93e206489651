-- Machines of organizations, which get tokens for the app's own API. They go with their organization.

create table organization_client (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  name text not null check (length(name) <= 128),
  description text not null check (length(description) <= 512),
  scopes text[] not null,
  audience text[] not null,
  custom_claims jsonb not null,
  token_seconds integer not null check (token_seconds between 60 and 86400),
  update_time timestamptz not null,
  primary key (environment_id, id),
  foreign key (environment_id, organization_id) references organization (environment_id, id)
    on delete cascade
);

create index organization_client_by_organization
  on organization_client (environment_id, organization_id, id);

create table organization_client_secret (
  environment_id bigint not null,
  client_id bigint not null,
  id bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  suffix text not null check (length(suffix) <= 4),
  active boolean not null,
  created_by text,
  expire_time timestamptz,
  last_used_time timestamptz,
  update_time timestamptz not null,
  primary key (environment_id, client_id, id),
  foreign key (environment_id, client_id) references organization_client (environment_id, id)
    on delete cascade
);
