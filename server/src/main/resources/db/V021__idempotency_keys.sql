-- What a change answered, under the key that its caller gave it: committed with the change itself, so
-- that a repetition gets the same answer and nothing is done twice.
create table idempotency_key (
  environment_id bigint not null,
  -- the SHA-256 of client and key, and of method and request
  id bytea not null check (octet_length(id) = 32),
  request bytea not null check (octet_length(request) = 32),
  -- sealed: it may hold a secret that is shown once
  answer bytea not null,
  create_time timestamptz not null,
  primary key (environment_id, id)
);

create index idempotency_key_create_time on idempotency_key (create_time);
