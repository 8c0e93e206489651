-- SAML assertions that were accepted, so that none is accepted twice, on whichever node.

create table used_assertion (
  environment_id bigint not null,
  connection_id bigint not null,
  -- of the assertion's ID, which is of any length
  id_hash bytea not null check (octet_length(id_hash) = 32),
  -- from then on its own times refuse it
  forget_time timestamptz not null,
  primary key (environment_id, connection_id, id_hash),
  foreign key (environment_id, connection_id) references connection (environment_id, id)
    on delete cascade
);

create index used_assertion_by_forget_time on used_assertion (forget_time);
