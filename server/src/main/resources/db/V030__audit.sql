-- Who changed what, from where, with the values before and after. The database writes it itself, in
-- the transaction of the change, so that no way to a change leads past it. It is only ever added to.

create table audit (
  id bigint generated always as identity primary key,
  environment_id bigint not null,
  time timestamptz not null,
  -- absent: it does not belong to one
  organization_id bigint,
  actor_type text not null,
  actor_id text not null,
  request_id text not null,
  address text not null,
  action text not null,
  object_type text not null,
  object_id bigint,
  -- of a change: the columns that differ, secrets as dots
  before jsonb,
  after jsonb
);

create index audit_environment on audit (environment_id, id);

create index audit_organization on audit (environment_id, organization_id, id)
  where organization_id is not null;

-- The arguments of the trigger are the object's name and the columns whose values nobody may see.
create function audit_change() returns trigger language plpgsql as $$
declare
  actor jsonb := coalesce(nullif(current_setting('ostiary.actor', true), '')::jsonb, '{}');
  row_now jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  became jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  subject bigint;
begin
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, n.value) into was, became
    from jsonb_each(was) o join jsonb_each(became) n using (key)
    where o.value is distinct from n.value and key not in ('update_time', 'revision', 'last_used_time');
    if was is null then
      return null;
    end if;
  end if;
  for i in 1 .. tg_nargs - 1 loop
    if was ->> tg_argv[i] is not null then
      was := jsonb_set(was, array[tg_argv[i]], '"••••"');
    end if;
    if became ->> tg_argv[i] is not null then
      became := jsonb_set(became, array[tg_argv[i]], '"••••"');
    end if;
  end loop;
  subject := coalesce(row_now ->> 'id', row_now ->> 'endpoint_id')::bigint;
  insert into audit (environment_id, time, organization_id, actor_type, actor_id, request_id,
    address, action, object_type, object_id, before, after)
  values (
    (row_now ->> 'environment_id')::bigint,
    transaction_timestamp(),
    case tg_table_name when 'organization' then subject
      else (row_now ->> 'organization_id')::bigint end,
    coalesce(actor ->> 'type', 'SYSTEM'),
    coalesce(actor ->> 'id', 'ostiary'),
    coalesce(actor ->> 'request_id', ''),
    coalesce(actor ->> 'address', ''),
    case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
    tg_argv[0],
    subject,
    was,
    became);
  return null;
end $$;

create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to';
end $$;

create trigger append_only before update or delete on audit
  for each row execute function audit_refuse();

create trigger audit after insert or update or delete on organization
  for each row execute function audit_change('organization');

create trigger audit after insert or update or delete on connection
  for each row execute function audit_change('connection', 'client_secret');

create trigger audit after insert or update or delete on webhook_endpoint
  for each row execute function audit_change('webhook endpoint', 'headers');

create trigger audit after insert or update or delete on webhook_secret
  for each row execute function audit_change('webhook secret', 'sealed');

create trigger audit after insert or update or delete on domain
  for each row execute function audit_change('domain', 'secret');

create trigger audit after insert or update or delete on api_client
  for each row execute function audit_change('API client');

create trigger audit after insert or update or delete on api_client_secret
  for each row execute function audit_change('API client secret', 'hash');

create trigger audit after insert or update or delete on operator
  for each row execute function audit_change('operator');

create trigger audit after insert or update or delete on organization_client
  for each row execute function audit_change('organization client');

create trigger audit after insert or update or delete on organization_client_secret
  for each row execute function audit_change('organization client secret', 'hash');

create trigger audit after insert or update or delete on organization_settings
  for each row execute function audit_change('organization settings');

create trigger audit after insert or update or delete on portal_link
  for each row execute function audit_change('portal link', 'hash');

create trigger audit after insert or update or delete on api_token
  for each row execute function audit_change('API token', 'hash');
