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
