-- The messages of identity providers that somebody has signed out there, as long as they would be
-- believed: one that comes again must not end a session that was begun since.

create table logout_message (
  environment_id bigint not null,
  connection_id bigint not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  expire_time timestamptz not null,
  primary key (environment_id, connection_id, token_hash),
  foreign key (environment_id, connection_id) references connection (environment_id, id)
    on delete cascade
);

create index logout_message_by_expiry on logout_message (expire_time);
