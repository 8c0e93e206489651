-- Passkeys, by which operators sign in without a link (WebAuthn).

-- What names an operator to an authenticator: random, so that it tells nothing of the person.
alter table operator add column user_handle bytea not null
  default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
  check (octet_length(user_handle) = 32);

drop trigger audit on operator;

create trigger audit after insert or update or delete on operator
  for each row execute function audit_change('operator', 'user_handle');

create table operator_passkey (
  environment_id bigint not null,
  id bigint not null,
  operator_id bigint not null,
  name text not null check (length(name) between 1 and 100),
  -- unique in the whole installation, as WebAuthn asks
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  -- the credential's id once more, and its public key, in the form of WebAuthn
  attested_data bytea not null,
  sign_count bigint not null check (sign_count between 0 and 4294967295),
  backup_eligible boolean not null,
  -- absent: never
  last_used_time timestamptz,
  primary key (environment_id, id),
  foreign key (environment_id, operator_id) references operator (environment_id, id)
    on delete cascade
);

create index operator_passkey_operator on operator_passkey (environment_id, operator_id);

-- Not what each use changes: the use itself is in the audit log.
create trigger audit after insert or delete
  or update of environment_id, id, operator_id, name, credential_id, attested_data, backup_eligible
  on operator_passkey
  for each row execute function audit_change('passkey', 'credential_id', 'attested_data');

-- Challenges that were answered: one is sealed in a cookie and needs no row until then.
create table operator_challenge_used (
  hash bytea primary key check (octet_length(hash) = 32),
  expire_time timestamptz not null
);
