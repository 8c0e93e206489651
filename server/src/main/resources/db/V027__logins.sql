-- Every attempt to sign in, from the app's request to its end: what is needed to finish it on any node, and what
-- remains of it as its record. Nothing here lets a reader finish somebody's sign-in: what only the browser knows
-- is kept as a hash, and what is sent to the identity provider is derived from it.

create table login (
  environment_id bigint not null references environment (id),
  id bigint not null,
  -- who asked for it: an app, somebody who tries a connection out, or an identity provider
  purpose text not null check (purpose in ('APP', 'TEST', 'PROVIDER')),
  status text not null check (status in ('INITIATED', 'PENDING', 'SUCCESS', 'FAILURE')),
  client_id bigint,
  -- no foreign keys: a record outlives what it tells of
  organization_id bigint,
  connection_id bigint,
  connection_type text check (connection_type in ('OIDC', 'SAML')),
  connection_provider text,
  email text,
  -- the app's request, as it was checked
  request jsonb,
  -- SHA-256 of the secret in the browser's cookie
  browser_hash bytea check (octet_length(browser_hash) = 32),
  steps jsonb not null,
  -- what the identity provider said of the person, kept for test logins only
  received jsonb,
  error text,
  error_description text,
  create_time timestamptz not null,
  -- until when it can be finished
  expire_time timestamptz not null,
  -- when the answer of the identity provider came; an attempt is answered once
  consume_time timestamptz,
  -- when the record is thrown away
  delete_time timestamptz not null,
  primary key (environment_id, id),
  check ((status = 'FAILURE') = (error is not null)),
  check (status <> 'PENDING' or (connection_id is not null and browser_hash is not null))
) with (fillfactor = 70);

create index login_by_email on login (environment_id, email, id) where email is not null;
create index login_by_connection on login (environment_id, connection_id, id) where connection_id is not null;
create index login_by_delete_time on login (delete_time);
