-- The connections through which somebody has signed in to an app: the first time is an event, once.

create table first_login (
  environment_id bigint not null,
  connection_id bigint not null,
  create_time timestamptz not null,
  primary key (environment_id, connection_id),
  foreign key (environment_id, connection_id) references connection (environment_id, id) on delete cascade
);
