-- Attempts in vain are few, and looked for among very many.

create index webhook_attempt_in_vain on webhook_attempt (endpoint_id, position)
  where outcome <> 'SUCCESS';
