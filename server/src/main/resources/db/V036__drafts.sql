-- Beside the configuration in use a connection may have a draft of the next one, and the one before,
-- each a document with a number of its own (its revision) and its secret apart.

alter table connection
  add column revision bigint,
  add column draft jsonb,
  add column draft_secret bytea,
  -- the revision that was in use when the draft was begun
  add column draft_base bigint,
  add column former jsonb,
  add column former_secret bytea,
  add check ((draft is null) = (draft_base is null)),
  add check (draft is not null or draft_secret is null),
  add check (former is not null or former_secret is null);

update connection set revision = id;

alter table connection alter column revision set not null;

drop trigger audit on connection;

create trigger audit after insert or update or delete on connection
  for each row execute function audit_change('connection', 'client_secret', 'draft_secret', 'former_secret');
