-- What was asked for when an endpoint was enabled, done by whoever serves it next: by then nothing of it
-- is under way any more.

alter table webhook_cursor
  -- how long it has failed is to be forgotten
  add column enabled_again boolean not null default false,
  -- where it goes on, with nothing parked; absent: at its cursor
  add column jump_position bigint check (jump_position >= 0);
