-- Which connection an event is about, so that a connection's events are found without reading the log.
alter table event add column subject bigint;

update event
set subject = substring((convert_from(payload, 'UTF8')::jsonb -> 'data' ->> 'id') from '^conn_([0-9]+)$')::bigint
where type like 'organization.sso%';

create index event_subject on event (subject, position) where subject is not null;
