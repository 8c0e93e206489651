-- Since when a connection is enabled: who signed in before that is not vouched for any more, though
-- it may have been enabled again.

alter table connection add column enabled_time timestamptz;

-- Of those that are enabled nobody knows since when, so everybody stays signed in.
update connection set enabled_time = timestamptz '2024-01-01 00:00:00Z' where enabled;

alter table connection add check (enabled = (enabled_time is not null));
