-- The browsers of IT admins who came by a portal link. A session reaches one organization.

create table portal_session (
  environment_id bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  organization_id bigint not null,
  -- what it came by, for the events and the audit log
  link text not null,
  expire_time timestamptz not null,
  primary key (environment_id, hash),
  foreign key (environment_id, organization_id) references organization (environment_id, id)
    on delete cascade
);

create index portal_session_organization on portal_session (environment_id, organization_id);

-- Links that an operator hands out: they may be opened again and again, until they are revoked.
create table shared_link (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  expire_time timestamptz not null,
  primary key (environment_id, id),
  foreign key (environment_id, organization_id) references organization (environment_id, id)
    on delete cascade
);

create unique index shared_link_hash on shared_link (environment_id, hash);

create index shared_link_of_organization on shared_link (environment_id, organization_id);

create trigger audit after insert or update or delete on shared_link
  for each row execute function audit_change('portal link', 'hash');
