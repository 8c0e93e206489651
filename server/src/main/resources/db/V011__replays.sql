-- Events that are sent again to one endpoint: a cursor of its own with filters, run by whichever node
-- serves the endpoint.

create table webhook_replay (
  id bigint primary key,
  environment_id bigint not null,
  endpoint_id bigint not null references webhook_endpoint (id) on delete cascade,
  -- what is empty or absent does not restrict
  event_types text[] not null,
  statuses text[] not null,
  organization_id bigint,
  first_sequence bigint,
  last_sequence bigint,
  start_time timestamptz,
  end_time timestamptz,
  per_second integer not null check (per_second between 1 and 100),
  state text not null check (state in ('RUNNING', 'DONE', 'CANCELLED')),
  -- everything up to here is dealt with, and what lies beyond the end is not for it
  position bigint not null check (position >= 0),
  end_position bigint not null,
  total bigint not null check (total >= 0),
  delivered bigint not null default 0,
  failed bigint not null default 0,
  -- how often the next event was tried, and when it is to be tried again
  tries integer not null default 0 check (tries >= 0),
  due_time timestamptz not null,
  update_time timestamptz not null
);

create index webhook_replay_by_endpoint on webhook_replay (endpoint_id, id);
create index webhook_replay_running on webhook_replay (endpoint_id) where state = 'RUNNING';
