-- Attempts in vain are few, and looked for among very many.

create index webhook_attempt_in_vain on webhook_attempt (endpoint_id, position)
  where outcome <> 'SUCCESS';

-- From when on the sign-in links of an operator are good: a link that was made earlier has been followed by a newer one.

create table operator_link (
  environment_id bigint not null,
  operator_id bigint not null,
  since timestamptz not null,
  primary key (environment_id, operator_id),
  foreign key (environment_id, operator_id) references operator (environment_id, id)
    on delete cascade
);

-- What the owners of an environment choose; none while they have chosen nothing.

create table environment_settings (
  environment_id bigint primary key references environment (id),
  name text not null check (length(name) <= 60),
  logo_url text not null check (length(logo_url) <= 1024),
  accent_color integer not null check (accent_color between 0 and 16777215),
  test_first boolean not null
);

create trigger audit after insert or update or delete on environment_settings
  for each row execute function audit_change('environment settings');
