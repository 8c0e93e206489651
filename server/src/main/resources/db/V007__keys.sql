-- Webhook signatures that a receiver checks with a public key (Ed25519, the v1a of Standard Webhooks).

alter table webhook_endpoint add column asymmetric_signatures boolean not null default false;
alter table webhook_endpoint alter column asymmetric_signatures drop default;

-- What signs them: a key pair of the environment, the private half sealed with the master key. The
-- newest has no end; during a rotation the one before signs beside it.
create table webhook_key (
  environment_id bigint not null references environment (id),
  version integer not null check (version > 0),
  sealed bytea not null,
  expire_time timestamptz,
  primary key (environment_id, version)
);
