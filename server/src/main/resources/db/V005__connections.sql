-- The SSO connections of an organization. What the identity provider told us is one document per type;
-- the only secret in it is kept apart and sealed.

create table connection (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  type text not null check (type in ('OIDC', 'SAML')),
  provider text not null,
  provider_key text not null,
  key_id text,
  -- follows from the configuration; stored for lists
  status text not null check (status in ('DRAFT', 'IN_PROGRESS', 'COMPLETED')),
  enabled boolean not null,
  debug_enabled boolean not null,
  ui_button_title text,
  configuration_type text check (configuration_type in ('DISCOVERY', 'MANUAL')),
  attribute_mapping jsonb not null,
  config jsonb not null,
  client_secret bytea,
  update_time timestamptz not null,
  primary key (environment_id, id),
  foreign key (environment_id, organization_id) references organization (environment_id, id),
  check (status = 'COMPLETED' or not enabled),
  check (type = 'OIDC' or client_secret is null)
) with (fillfactor = 80);

create index connection_by_organization on connection (environment_id, organization_id, id);
