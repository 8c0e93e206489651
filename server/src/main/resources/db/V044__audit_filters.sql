-- Entries of one kind of object, and of others than the app's own backend, which makes nearly all, are found without a
-- walk through all others. Entries come in the order of time, so a few numbers for each stretch of the table are enough to
-- find those since a moment.

create index audit_by_object on audit (environment_id, object_type, id);

create index audit_by_actor on audit (environment_id, actor_type, id) where actor_type <> 'API_CLIENT';

create index audit_by_time on audit using brin (time);
