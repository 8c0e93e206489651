-- Connections are searched by one of these or by several; each index runs newest first within one value, so that a page is found
-- without passing over those of other values, however rare it is.

create index connection_by_provider on connection (environment_id, provider, id);
create index connection_by_type on connection (environment_id, type, id);
create index connection_by_status on connection (environment_id, status, id);
create index connection_by_enabled on connection (environment_id, enabled, id);
