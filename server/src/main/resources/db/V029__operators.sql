-- The people who operate an environment through its pages.

create table operator (
  environment_id bigint not null references environment (id),
  id bigint not null,
  name text not null check (length(name) between 1 and 100),
  role text not null check (role in ('VIEWER', 'ADMIN', 'OWNER')),
  primary key (environment_id, id)
);

-- Who is signed in. Only hashes, as of every token.
create table operator_session (
  environment_id bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  operator_id bigint not null,
  create_time timestamptz not null,
  last_seen_time timestamptz not null,
  primary key (environment_id, hash),
  foreign key (environment_id, operator_id) references operator (environment_id, id)
    on delete cascade
);

create index operator_session_operator on operator_session (environment_id, operator_id);

-- Sign-in links that were used: a link is sealed and needs no row until then.
create table operator_link_used (
  hash bytea primary key check (octet_length(hash) = 32),
  expire_time timestamptz not null
);
