-- Keys for the app's own API, kept as hashes. They go with their organization.

create table api_token (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  user_id text check (length(user_id) between 1 and 255),
  claims jsonb not null,
  description text check (length(description) <= 255),
  suffix text not null,
  expire_time timestamptz,
  primary key (environment_id, id),
  foreign key (environment_id, organization_id) references organization (environment_id, id)
    on delete cascade
);

create unique index api_token_hash on api_token (environment_id, hash);

create index api_token_by_organization on api_token (environment_id, organization_id, id);
