-- When somebody last looked for the record that proves a domain: the node that moves the time on does it,
-- and no other.
create table domain_check (
  environment_id bigint not null,
  domain_id bigint not null,
  check_time timestamptz not null,
  -- absent: the record was there at the last look
  missing_since timestamptz,
  primary key (environment_id, domain_id),
  foreign key (environment_id, domain_id) references domain (environment_id, id) on delete cascade
);

create index domain_by_record on domain (environment_id, id)
  where method = 'DNS' and status in ('PENDING', 'VERIFIED');
