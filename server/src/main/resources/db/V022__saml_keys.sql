-- Our key pair as a SAML service provider, one per environment: it signs what we send and opens what
-- is encrypted for us. The private half is sealed with the master key.

create table saml_key (
  environment_id bigint not null references environment (id),
  version integer not null check (version > 0),
  sealed bytea not null,
  -- what identity providers import; self-signed, DER
  certificate bytea not null,
  primary key (environment_id, version)
);
