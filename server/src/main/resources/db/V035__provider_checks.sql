-- When somebody last looked at what a connection's identity provider publishes: the node that moves the
-- time on does it, and no other.
create table provider_check (
  environment_id bigint not null,
  connection_id bigint not null,
  check_time timestamptz not null,
  primary key (environment_id, connection_id),
  foreign key (environment_id, connection_id) references connection (environment_id, id) on delete cascade
);

-- What was told of a certificate, which is told once.
create table certificate_notice (
  environment_id bigint not null,
  connection_id bigint not null,
  fingerprint text not null,
  type text not null,
  create_time timestamptz not null,
  primary key (environment_id, connection_id, fingerprint, type),
  foreign key (environment_id, connection_id) references connection (environment_id, id) on delete cascade
);
