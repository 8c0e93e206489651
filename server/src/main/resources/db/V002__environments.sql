-- The tenants, and who may act for them. Everything else in the database belongs to one environment.

create table environment (
  id bigint primary key,
  name text not null check (length(name) between 1 and 100),
  -- the issuer of its tokens: never changed, for its customers' identity providers have stored it
  url text not null check (url ~ '^https?://[^/]+$'),
  -- the host and port a request names it by
  authority text not null unique
);

create table api_client (
  environment_id bigint not null references environment (id),
  id bigint not null,
  name text not null check (length(name) between 1 and 128),
  primary key (environment_id, id)
);

-- Only hashes: a secret has 256 random bits, so a plain one suffices. Several may be valid at a time,
-- which is how one is replaced by the next.
create table api_client_secret (
  environment_id bigint not null,
  client_id bigint not null,
  id bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  -- absent: valid until it is deleted
  expire_time timestamptz,
  primary key (environment_id, client_id, id),
  foreign key (environment_id, client_id) references api_client (environment_id, id)
    on delete cascade
);

-- What signs the tokens of an environment: a private key, sealed with the master key.
create table signing_key (
  environment_id bigint not null references environment (id),
  id bigint not null,
  sealed bytea not null,
  primary key (environment_id, id)
);
