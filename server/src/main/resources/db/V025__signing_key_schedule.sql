-- A key is published long before it signs, so that apps know it by then.
alter table signing_key add column sign_time timestamptz not null default now();
alter table signing_key alter column sign_time drop default;
