-- What an operator says of a client: where its users may be sent, and how it gets its tokens. Of a
-- secret more is known than its hash, so that people can tell one from another.

alter table api_client
  add column type text not null default 'WEB' check (type in ('WEB', 'SPA', 'NATIVE')),
  add column post_login_uris text[] not null default '{}',
  add column initiate_login_uri text check (length(initiate_login_uri) <= 256),
  add column post_logout_redirect_uris text[] not null default '{}',
  add column back_channel_logout_uris text[] not null default '{}',
  -- empty: all that a client of its type can go by
  add column grant_types text[] not null default '{}',
  add column enforce_pkce boolean not null default false,
  add column api_access boolean not null default true,
  add column access_token_seconds integer not null default 900
    check (access_token_seconds between 60 and 86400),
  add column scopes text[] not null default '{}',
  add column custom_claims jsonb not null default '{}',
  add column update_time timestamptz not null default now();

alter table api_client_secret
  add column suffix text not null default '' check (length(suffix) <= 4),
  add column active boolean not null default true,
  add column created_by text,
  add column last_used_time timestamptz,
  add column update_time timestamptz not null default now();
