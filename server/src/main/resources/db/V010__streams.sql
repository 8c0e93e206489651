-- An event belongs to an organization or, when it tells of Ostiary's own work, to a webhook endpoint.
-- What its sequence counts in is called its stream.

alter table event rename column organization_id to stream_id;
alter table event_stream rename column organization_id to stream_id;
alter table webhook_parked_lane rename column organization_id to stream_id;
