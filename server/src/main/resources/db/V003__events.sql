-- What happened, in the order of the log. Rows are only ever inserted, by the transaction that made
-- the change. There are no foreign keys: the log outlives what it tells of.

-- The last sequence number of each organization; its row is locked while an event is appended, which
-- makes position, sequence and commit run in the same order within one organization.
create table event_stream (
  organization_id bigint primary key,
  environment_id bigint not null,
  sequence bigint not null check (sequence > 0)
) with (fillfactor = 50);

create table event (
  -- drawn before the commit: a missing position is a writer that is still open or was rolled back
  position bigint generated always as identity (cache 1) primary key,
  environment_id bigint not null,
  id bigint not null unique,
  organization_id bigint not null,
  sequence bigint not null check (sequence > 0),
  type text not null,
  occurred_at timestamptz not null,
  -- the bytes that every reader gets, and what the detailed payload adds to them
  payload bytea not null,
  detail bytea not null,
  unique (organization_id, sequence)
);
