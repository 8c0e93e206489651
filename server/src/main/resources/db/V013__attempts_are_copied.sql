-- Attempts are written with COPY, which knows no `on conflict`: two nodes that both made an attempt,
-- since one of them was believed dead, both say so.

alter table webhook_attempt drop constraint webhook_attempt_pkey;

create index webhook_attempt_by_delivery on webhook_attempt (endpoint_id, position);
