-- The domains by which people are led to their organization's sign-in. Many organizations may claim
-- a domain; one has it.

create table domain (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  -- in lower case, as an A-label
  name text not null check (length(name) between 4 and 253 and name = lower(name)),
  type text not null check (type in ('ORGANIZATION_DOMAIN', 'ALLOWED_EMAIL_DOMAIN')),
  status text not null check (status in ('PENDING', 'VERIFIED', 'FAILED', 'AUTO_VERIFIED')),
  method text not null check (method in ('ADMIN', 'DNS', 'NOT_APPLICABLE')),
  -- the one connection it leads to; absent: any of the organization
  connection_id bigint,
  secret text not null,
  update_time timestamptz not null,
  primary key (environment_id, id),
  foreign key (environment_id, organization_id) references organization (environment_id, id),
  foreign key (environment_id, connection_id) references connection (environment_id, id)
    on delete set null (connection_id)
);

create unique index domain_of_organization on domain (environment_id, organization_id, name, type);

create unique index domain_routing on domain (environment_id, name)
  where type = 'ORGANIZATION_DOMAIN' and status = 'VERIFIED';

create index domain_of_connection on domain (environment_id, connection_id)
  where connection_id is not null;
