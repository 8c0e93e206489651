-- A test event is in the log like every other one, and is for one endpoint alone.
alter table event add column recipient bigint;
