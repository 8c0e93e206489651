-- The running processes. Each leases a machine id, which is part of every id it makes, so that two
-- nodes never make the same one; what a node holds elsewhere is free once its lease has run out.

create table node (
  machine_id integer primary key check (machine_id between 0 and 65535),
  holder uuid not null,
  leased_until timestamptz not null
);
