-- A key is published long before it signs, so that identity providers know it by then.
alter table saml_key add column sign_time timestamptz not null default now();
alter table saml_key alter column sign_time drop default;
