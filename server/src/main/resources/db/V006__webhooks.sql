-- Delivery. An endpoint reads the log with a cursor; nothing is queued. What is written per delivery
-- is one attempt, and the cursor once per batch. A failed event parks its lane in one row, however
-- many events wait behind it.

create table webhook_endpoint (
  id bigint primary key,
  environment_id bigint not null references environment (id),
  url text not null check (length(url) <= 2048),
  name text not null check (length(name) between 1 and 200),
  description text not null check (length(description) <= 1000),
  -- empty: every type
  event_types text[] not null,
  -- absent while it is enabled
  disabled_reason text check (disabled_reason in ('REQUESTED', 'GONE', 'ABANDONED')),
  enabled boolean not null generated always as (disabled_reason is null) stored,
  timeout_seconds integer not null check (timeout_seconds between 1 and 30),
  ordering text not null check (ordering in ('PER_ORGANIZATION', 'NONE')),
  payload_format text not null check (payload_format in ('STANDARD', 'DETAILED')),
  headers jsonb not null,
  -- the delay after each failed attempt but the last
  retry_delays_seconds integer[] not null,
  max_in_flight integer not null check (max_in_flight between 1 and 64),
  -- 0: none
  rate_limit_per_second integer not null check (rate_limit_per_second between 0 and 10000),
  update_time timestamptz not null,
  -- grows with every change, secrets included, so that a node notices what another one changed
  revision bigint not null default 1
);

create index webhook_endpoint_by_environment on webhook_endpoint (environment_id, id);

-- The signing secrets of an endpoint: the newest without an end, and during a rotation the one before.
create table webhook_secret (
  endpoint_id bigint not null references webhook_endpoint (id) on delete cascade,
  version integer not null check (version > 0),
  environment_id bigint not null,
  sealed bytea not null,
  expire_time timestamptz,
  primary key (endpoint_id, version)
);

-- How far an endpoint has read: everything up to the position is delivered, exhausted, not for it, or
-- waits in a parked lane. Owned by one node at a time.
create table webhook_cursor (
  endpoint_id bigint primary key references webhook_endpoint (id) on delete cascade,
  environment_id bigint not null,
  -- where the endpoint began; earlier events are not its deliveries
  start_position bigint not null check (start_position >= 0),
  position bigint not null check (position >= 0),
  -- the machine id of the node that serves it
  owner integer,
  -- since when every attempt failed; absent when the last one succeeded
  failing_since timestamptz
) with (fillfactor = 50);

-- A lane whose next event failed: it waits until it is due, and its later events wait in the log.
create table webhook_parked_lane (
  endpoint_id bigint not null references webhook_endpoint (id) on delete cascade,
  -- an organization, or a single event where the endpoint asks for no order
  lane bigint not null,
  environment_id bigint not null,
  organization_id bigint not null,
  -- every event of the organization up to this sequence is settled for the endpoint
  settled_sequence bigint not null check (settled_sequence >= 0),
  -- how often the next one was tried
  attempts integer not null check (attempts >= 0),
  due_time timestamptz not null,
  primary key (endpoint_id, lane)
) with (fillfactor = 70);

create index webhook_parked_lane_due on webhook_parked_lane (due_time);

-- Every request that was made. Without foreign keys: it is written for each delivery.
create table webhook_attempt (
  endpoint_id bigint not null,
  position bigint not null,
  number integer not null check (number > 0),
  environment_id bigint not null,
  start_time timestamptz not null,
  duration_ms integer not null check (duration_ms >= 0),
  outcome text not null check (outcome in ('SUCCESS', 'FAILURE', 'EXHAUSTED')),
  -- absent when no answer came; the error says why
  response_status integer,
  response_body bytea not null,
  error text not null,
  primary key (endpoint_id, position, number)
);
