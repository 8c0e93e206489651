-- A replay of what is still on its way is refused. What was asked for by these names was passed over.

update webhook_replay
set statuses = array_replace(array_replace(statuses, 'PENDING', 'SKIPPED'), 'RETRYING', 'SKIPPED')
where statuses && array['PENDING', 'RETRYING'];
