-- What a sign-in leaves behind: the session of a browser, and what it lets an app have. Both go with
-- the connection that vouched for the person, and with the client.

create table browser_session (
  environment_id bigint not null,
  id bigint not null,
  -- of the cookie; a new one at every sign-in
  cookie_hash bytea not null check (octet_length(cookie_hash) = 32),
  connection_id bigint not null,
  -- the person and the session as the identity provider names them when it ends one
  subject text not null,
  upstream_index text,
  identity jsonb not null,
  create_time timestamptz not null,
  expire_time timestamptz not null,
  primary key (environment_id, id),
  unique (environment_id, cookie_hash),
  foreign key (environment_id, connection_id) references connection (environment_id, id)
    on delete cascade
);

create index browser_session_by_subject on browser_session (environment_id, connection_id, subject);
create index browser_session_by_expiry on browser_session (expire_time);

-- An authorization code, and later what was handed out for it, in one row: to revoke is to delete.
-- Codes and refresh tokens have 256 random bits and are kept as plain hashes only.
create table authorization_grant (
  environment_id bigint not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  client_id bigint not null,
  connection_id bigint not null,
  -- no foreign key: offline access outlives the session
  session_id bigint not null,
  redirect_uri text not null,
  -- absent where a client that has a secret opted out of PKCE
  code_challenge text,
  nonce text,
  scopes text[] not null,
  identity jsonb not null,
  create_time timestamptz not null,
  -- absent: the code has not been presented yet
  redeem_time timestamptz,
  -- of the code, then of what it was redeemed for
  expire_time timestamptz not null,
  -- the access tokens that have not expired
  token_ids bigint[] not null default '{}',
  -- the half of a refresh token that stays, and the half that changes with every use: those that
  -- can be used, and the one that was used last
  family_hash bytea check (octet_length(family_hash) = 32),
  refresh_hashes bytea[] not null default '{}',
  used_hash bytea check (octet_length(used_hash) = 32),
  refresh_time timestamptz,
  primary key (environment_id, code_hash),
  unique (environment_id, family_hash),
  foreign key (environment_id, client_id) references api_client (environment_id, id)
    on delete cascade,
  foreign key (environment_id, connection_id) references connection (environment_id, id)
    on delete cascade,
  check (family_hash is null or redeem_time is not null)
) with (fillfactor = 80);

create index authorization_grant_by_session on authorization_grant (environment_id, session_id);
create index authorization_grant_by_client on authorization_grant (environment_id, client_id);
create index authorization_grant_by_connection on authorization_grant (environment_id, connection_id);
create index authorization_grant_by_expiry on authorization_grant (expire_time);
