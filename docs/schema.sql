-- What the migrations amount to: made from the database, compared by a test.

create table api_client (
  environment_id bigint not null,
  id bigint not null,
  name text not null,
  type text not null,
  post_login_uris text[] not null,
  initiate_login_uri text,
  post_logout_redirect_uris text[] not null,
  back_channel_logout_uris text[] not null,
  grant_types text[] not null,
  enforce_pkce boolean not null,
  api_access boolean not null,
  access_token_seconds integer not null,
  scopes text[] not null,
  custom_claims jsonb not null,
  update_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK (((access_token_seconds >= 60) AND (access_token_seconds <= 86400))),
  CHECK ((length(initiate_login_uri) <= 256)),
  CHECK (((length(name) >= 1) AND (length(name) <= 128))),
  CHECK ((type = ANY (ARRAY['WEB'::text, 'SPA'::text, 'NATIVE'::text])))
);

create table api_client_secret (
  environment_id bigint not null,
  client_id bigint not null,
  id bigint not null,
  hash bytea not null,
  expire_time timestamp with time zone,
  suffix text not null,
  active boolean not null,
  created_by text,
  last_used_time timestamp with time zone,
  update_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, client_id, id),
  FOREIGN KEY (environment_id, client_id) REFERENCES api_client(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(hash) = 32)),
  CHECK ((length(suffix) <= 4))
);

create table api_token (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  hash bytea not null,
  user_id text,
  claims jsonb not null,
  description text,
  suffix text not null,
  expire_time timestamp with time zone,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id) ON DELETE CASCADE,
  CHECK ((length(description) <= 255)),
  CHECK ((octet_length(hash) = 32)),
  CHECK (((length(user_id) >= 1) AND (length(user_id) <= 255)))
);
CREATE INDEX api_token_by_expiry ON public.api_token USING btree (environment_id, organization_id, expire_time) WHERE (expire_time IS NOT NULL);
CREATE INDEX api_token_by_organization ON public.api_token USING btree (environment_id, organization_id, id);
CREATE INDEX api_token_by_user ON public.api_token USING btree (environment_id, organization_id, user_id, id) WHERE (user_id IS NOT NULL);
CREATE UNIQUE INDEX api_token_hash ON public.api_token USING btree (environment_id, hash);

create table audit (
  id bigint not null,
  environment_id bigint not null,
  time timestamp with time zone not null,
  organization_id bigint,
  actor_type text not null,
  actor_id text not null,
  request_id text not null,
  address text not null,
  action text not null,
  object_type text not null,
  object_id bigint,
  before jsonb,
  after jsonb,
  PRIMARY KEY (id)
);
CREATE INDEX audit_by_actor ON public.audit USING btree (environment_id, actor_type, id) WHERE (actor_type <> 'API_CLIENT'::text);
CREATE INDEX audit_by_object ON public.audit USING btree (environment_id, object_type, id);
CREATE INDEX audit_by_time ON public.audit USING brin ("time");
CREATE INDEX audit_environment ON public.audit USING btree (environment_id, id);
CREATE INDEX audit_organization ON public.audit USING btree (environment_id, organization_id, id) WHERE (organization_id IS NOT NULL);

create table authorization_grant (
  environment_id bigint not null,
  code_hash bytea not null,
  client_id bigint not null,
  connection_id bigint not null,
  session_id bigint not null,
  redirect_uri text not null,
  code_challenge text,
  nonce text,
  scopes text[] not null,
  identity jsonb not null,
  create_time timestamp with time zone not null,
  redeem_time timestamp with time zone,
  expire_time timestamp with time zone not null,
  token_ids bigint[] not null,
  family_hash bytea,
  refresh_hashes bytea[] not null,
  used_hash bytea,
  refresh_time timestamp with time zone,
  UNIQUE (environment_id, family_hash),
  PRIMARY KEY (environment_id, code_hash),
  FOREIGN KEY (environment_id, client_id) REFERENCES api_client(environment_id, id) ON DELETE CASCADE,
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE CASCADE,
  CHECK (((family_hash IS NULL) OR (redeem_time IS NOT NULL))),
  CHECK ((octet_length(code_hash) = 32)),
  CHECK ((octet_length(family_hash) = 32)),
  CHECK ((octet_length(used_hash) = 32))
);
CREATE INDEX authorization_grant_by_client ON public.authorization_grant USING btree (environment_id, client_id);
CREATE INDEX authorization_grant_by_connection ON public.authorization_grant USING btree (environment_id, connection_id);
CREATE INDEX authorization_grant_by_expiry ON public.authorization_grant USING btree (expire_time);
CREATE INDEX authorization_grant_by_session ON public.authorization_grant USING btree (environment_id, session_id);

create table browser_session (
  environment_id bigint not null,
  id bigint not null,
  cookie_hash bytea not null,
  connection_id bigint not null,
  subject text not null,
  upstream_index text,
  identity jsonb not null,
  create_time timestamp with time zone not null,
  expire_time timestamp with time zone not null,
  id_token bytea,
  UNIQUE (environment_id, cookie_hash),
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(cookie_hash) = 32))
);
CREATE INDEX browser_session_by_expiry ON public.browser_session USING btree (expire_time);
CREATE INDEX browser_session_by_subject ON public.browser_session USING btree (environment_id, connection_id, subject);

create table certificate_notice (
  environment_id bigint not null,
  connection_id bigint not null,
  fingerprint text not null,
  type text not null,
  create_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, connection_id, fingerprint, type),
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE CASCADE
);

create table connection (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  type text not null,
  provider text not null,
  provider_key text not null,
  key_id text,
  status text not null,
  enabled boolean not null,
  debug_enabled boolean not null,
  ui_button_title text,
  configuration_type text,
  attribute_mapping jsonb not null,
  config jsonb not null,
  client_secret bytea,
  update_time timestamp with time zone not null,
  revision bigint not null,
  draft jsonb,
  draft_secret bytea,
  draft_base bigint,
  former jsonb,
  former_secret bytea,
  enabled_time timestamp with time zone,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id),
  CHECK (((status = 'COMPLETED'::text) OR (NOT enabled))),
  CHECK (((type = 'OIDC'::text) OR (client_secret IS NULL))),
  CHECK (((draft IS NULL) = (draft_base IS NULL))),
  CHECK (((draft IS NOT NULL) OR (draft_secret IS NULL))),
  CHECK (((former IS NOT NULL) OR (former_secret IS NULL))),
  CHECK ((enabled = (enabled_time IS NOT NULL))),
  CHECK ((configuration_type = ANY (ARRAY['DISCOVERY'::text, 'MANUAL'::text]))),
  CHECK ((status = ANY (ARRAY['DRAFT'::text, 'IN_PROGRESS'::text, 'COMPLETED'::text]))),
  CHECK ((type = ANY (ARRAY['OIDC'::text, 'SAML'::text])))
);
CREATE INDEX connection_by_enabled ON public.connection USING btree (environment_id, enabled, id);
CREATE INDEX connection_by_organization ON public.connection USING btree (environment_id, organization_id, id);
CREATE INDEX connection_by_provider ON public.connection USING btree (environment_id, provider, id);
CREATE INDEX connection_by_status ON public.connection USING btree (environment_id, status, id);
CREATE INDEX connection_by_type ON public.connection USING btree (environment_id, type, id);

create table domain (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  name text not null,
  type text not null,
  status text not null,
  method text not null,
  connection_id bigint,
  secret text not null,
  update_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE SET NULL (connection_id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id),
  CHECK ((method = ANY (ARRAY['ADMIN'::text, 'DNS'::text, 'NOT_APPLICABLE'::text]))),
  CHECK ((((length(name) >= 4) AND (length(name) <= 253)) AND (name = lower(name)))),
  CHECK ((status = ANY (ARRAY['PENDING'::text, 'VERIFIED'::text, 'FAILED'::text, 'AUTO_VERIFIED'::text]))),
  CHECK ((type = ANY (ARRAY['ORGANIZATION_DOMAIN'::text, 'ALLOWED_EMAIL_DOMAIN'::text])))
);
CREATE INDEX domain_by_record ON public.domain USING btree (environment_id, id) WHERE ((method = 'DNS'::text) AND (status = ANY (ARRAY['PENDING'::text, 'VERIFIED'::text])));
CREATE INDEX domain_of_connection ON public.domain USING btree (environment_id, connection_id) WHERE (connection_id IS NOT NULL);
CREATE UNIQUE INDEX domain_of_organization ON public.domain USING btree (environment_id, organization_id, name, type);
CREATE UNIQUE INDEX domain_routing ON public.domain USING btree (environment_id, name) WHERE ((type = 'ORGANIZATION_DOMAIN'::text) AND (status = 'VERIFIED'::text));

create table domain_check (
  environment_id bigint not null,
  domain_id bigint not null,
  check_time timestamp with time zone not null,
  missing_since timestamp with time zone,
  PRIMARY KEY (environment_id, domain_id),
  FOREIGN KEY (environment_id, domain_id) REFERENCES domain(environment_id, id) ON DELETE CASCADE
);

create table environment (
  id bigint not null,
  name text not null,
  url text not null,
  authority text not null,
  UNIQUE (authority),
  PRIMARY KEY (id),
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK ((url ~ '^https?://[^/]+$'::text))
);

create table environment_settings (
  environment_id bigint not null,
  name text not null,
  logo_url text not null,
  accent_color integer not null,
  test_first boolean not null,
  PRIMARY KEY (environment_id),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK (((accent_color >= 0) AND (accent_color <= 16777215))),
  CHECK ((length(logo_url) <= 1024)),
  CHECK ((length(name) <= 60))
);

create table event (
  position bigint not null,
  environment_id bigint not null,
  id bigint not null,
  stream_id bigint not null,
  sequence bigint not null,
  type text not null,
  occurred_at timestamp with time zone not null,
  payload bytea not null,
  detail bytea not null,
  subject bigint,
  recipient bigint,
  UNIQUE (id),
  UNIQUE (stream_id, sequence),
  PRIMARY KEY ("position"),
  CHECK ((sequence > 0))
);
CREATE INDEX event_subject ON public.event USING btree (subject, "position") WHERE (subject IS NOT NULL);

create table event_stream (
  stream_id bigint not null,
  environment_id bigint not null,
  sequence bigint not null,
  PRIMARY KEY (stream_id),
  CHECK ((sequence > 0))
);

create table first_login (
  environment_id bigint not null,
  connection_id bigint not null,
  create_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, connection_id),
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE CASCADE
);

create table idempotency_key (
  environment_id bigint not null,
  id bytea not null,
  request bytea not null,
  answer bytea not null,
  create_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, id),
  CHECK ((octet_length(id) = 32)),
  CHECK ((octet_length(request) = 32))
);
CREATE INDEX idempotency_key_create_time ON public.idempotency_key USING btree (create_time);

create table login (
  environment_id bigint not null,
  id bigint not null,
  purpose text not null,
  status text not null,
  client_id bigint,
  organization_id bigint,
  connection_id bigint,
  connection_type text,
  connection_provider text,
  email text,
  request jsonb,
  browser_hash bytea,
  steps jsonb not null,
  received jsonb,
  error text,
  error_description text,
  create_time timestamp with time zone not null,
  expire_time timestamp with time zone not null,
  consume_time timestamp with time zone,
  delete_time timestamp with time zone not null,
  connection_revision bigint,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK ((octet_length(browser_hash) = 32)),
  CHECK (((status = 'FAILURE'::text) = (error IS NOT NULL))),
  CHECK (((status <> 'PENDING'::text) OR ((connection_id IS NOT NULL) AND (browser_hash IS NOT NULL)))),
  CHECK ((connection_type = ANY (ARRAY['OIDC'::text, 'SAML'::text]))),
  CHECK ((purpose = ANY (ARRAY['APP'::text, 'TEST'::text, 'PROVIDER'::text]))),
  CHECK ((status = ANY (ARRAY['INITIATED'::text, 'PENDING'::text, 'SUCCESS'::text, 'FAILURE'::text])))
);
CREATE INDEX login_by_client ON public.login USING btree (environment_id, client_id, id) WHERE (client_id IS NOT NULL);
CREATE INDEX login_by_connection ON public.login USING btree (environment_id, connection_id, id) WHERE (connection_id IS NOT NULL);
CREATE INDEX login_by_delete_time ON public.login USING btree (delete_time);
CREATE INDEX login_by_email ON public.login USING btree (environment_id, email, id) WHERE (email IS NOT NULL);
CREATE INDEX login_by_status ON public.login USING btree (environment_id, status, id);
CREATE INDEX login_last_success ON public.login USING btree (environment_id, organization_id, id) WHERE ((status = 'SUCCESS'::text) AND (purpose <> 'TEST'::text));
CREATE INDEX login_tests ON public.login USING btree (environment_id, connection_id, id) WHERE (purpose = 'TEST'::text);

create table logout_message (
  environment_id bigint not null,
  connection_id bigint not null,
  token_hash bytea not null,
  expire_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, connection_id, token_hash),
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(token_hash) = 32))
);
CREATE INDEX logout_message_by_expiry ON public.logout_message USING btree (expire_time);

create table master_key (
  id text not null,
  PRIMARY KEY (id),
  CHECK ((id ~ '^[0-9a-f]{16}$'::text))
);

create table node (
  machine_id integer not null,
  holder uuid not null,
  leased_until timestamp with time zone not null,
  master_keys text[] not null,
  PRIMARY KEY (machine_id),
  CHECK (((machine_id >= 0) AND (machine_id <= 65535)))
);

create table operator (
  environment_id bigint not null,
  id bigint not null,
  name text not null,
  role text not null,
  user_handle bytea not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK ((role = ANY (ARRAY['VIEWER'::text, 'ADMIN'::text, 'OWNER'::text]))),
  CHECK ((octet_length(user_handle) = 32))
);

create table operator_challenge_used (
  hash bytea not null,
  expire_time timestamp with time zone not null,
  PRIMARY KEY (hash),
  CHECK ((octet_length(hash) = 32))
);

create table operator_link (
  environment_id bigint not null,
  operator_id bigint not null,
  since timestamp with time zone not null,
  PRIMARY KEY (environment_id, operator_id),
  FOREIGN KEY (environment_id, operator_id) REFERENCES operator(environment_id, id) ON DELETE CASCADE
);

create table operator_link_used (
  hash bytea not null,
  expire_time timestamp with time zone not null,
  PRIMARY KEY (hash),
  CHECK ((octet_length(hash) = 32))
);

create table operator_passkey (
  environment_id bigint not null,
  id bigint not null,
  operator_id bigint not null,
  name text not null,
  credential_id bytea not null,
  attested_data bytea not null,
  sign_count bigint not null,
  backup_eligible boolean not null,
  last_used_time timestamp with time zone,
  UNIQUE (credential_id),
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, operator_id) REFERENCES operator(environment_id, id) ON DELETE CASCADE,
  CHECK (((octet_length(credential_id) >= 1) AND (octet_length(credential_id) <= 1023))),
  CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CHECK (((sign_count >= 0) AND (sign_count <= '4294967295'::bigint)))
);
CREATE INDEX operator_passkey_operator ON public.operator_passkey USING btree (environment_id, operator_id);

create table operator_session (
  environment_id bigint not null,
  hash bytea not null,
  operator_id bigint not null,
  create_time timestamp with time zone not null,
  last_seen_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, hash),
  FOREIGN KEY (environment_id, operator_id) REFERENCES operator(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(hash) = 32))
);
CREATE INDEX operator_session_operator ON public.operator_session USING btree (environment_id, operator_id);

create table organization (
  environment_id bigint not null,
  id bigint not null,
  display_name text not null,
  region text not null,
  external_id text,
  slug text,
  logo_url text,
  metadata jsonb not null,
  features jsonb not null,
  update_time timestamp with time zone not null,
  search tsvector not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK (((length(display_name) >= 1) AND (length(display_name) <= 200))),
  CHECK (((length(external_id) >= 1) AND (length(external_id) <= 255))),
  CHECK ((length(logo_url) <= 1024)),
  CHECK ((region = ANY (ARRAY['US'::text, 'EU'::text]))),
  CHECK (((length(slug) >= 1) AND (length(slug) <= 253)))
);
CREATE UNIQUE INDEX organization_external_id ON public.organization USING btree (environment_id, external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX organization_search ON public.organization USING gin (search) WITH (fastupdate=off);
CREATE UNIQUE INDEX organization_slug ON public.organization USING btree (environment_id, slug) WHERE (slug IS NOT NULL);

create table organization_client (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  name text not null,
  description text not null,
  scopes text[] not null,
  audience text[] not null,
  custom_claims jsonb not null,
  token_seconds integer not null,
  update_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id) ON DELETE CASCADE,
  CHECK ((length(description) <= 512)),
  CHECK ((length(name) <= 128)),
  CHECK (((token_seconds >= 60) AND (token_seconds <= 86400)))
);
CREATE INDEX organization_client_by_organization ON public.organization_client USING btree (environment_id, organization_id, id);

create table organization_client_secret (
  environment_id bigint not null,
  client_id bigint not null,
  id bigint not null,
  hash bytea not null,
  suffix text not null,
  active boolean not null,
  created_by text,
  expire_time timestamp with time zone,
  last_used_time timestamp with time zone,
  update_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, client_id, id),
  FOREIGN KEY (environment_id, client_id) REFERENCES organization_client(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(hash) = 32)),
  CHECK ((length(suffix) <= 4))
);

create table organization_count (
  environment_id bigint not null,
  shard smallint not null,
  count bigint not null,
  PRIMARY KEY (environment_id, shard),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK ((count >= 0))
);

create table organization_settings (
  environment_id bigint not null,
  organization_id bigint not null,
  custom_policy boolean not null,
  absolute_minutes integer,
  idle_enabled boolean,
  idle_minutes integer,
  max_users integer,
  PRIMARY KEY (environment_id, organization_id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id) ON DELETE CASCADE,
  CHECK ((absolute_minutes > 0)),
  CHECK ((idle_minutes > 0)),
  CHECK ((max_users >= 0))
);

create table portal_link (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  hash bytea not null,
  features text[] not null,
  expire_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id),
  CHECK ((cardinality(features) > 0)),
  CHECK ((octet_length(hash) = 32))
);
CREATE INDEX portal_link_by_organization ON public.portal_link USING btree (environment_id, organization_id);
CREATE UNIQUE INDEX portal_link_hash ON public.portal_link USING btree (environment_id, hash);

create table portal_session (
  environment_id bigint not null,
  hash bytea not null,
  organization_id bigint not null,
  link text not null,
  expire_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, hash),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(hash) = 32))
);
CREATE INDEX portal_session_organization ON public.portal_session USING btree (environment_id, organization_id);

create table provider_check (
  environment_id bigint not null,
  connection_id bigint not null,
  check_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, connection_id),
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE CASCADE
);

create table saml_key (
  environment_id bigint not null,
  version integer not null,
  sealed bytea not null,
  certificate bytea not null,
  sign_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, version),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK ((version > 0))
);

create table shared_link (
  environment_id bigint not null,
  id bigint not null,
  organization_id bigint not null,
  hash bytea not null,
  expire_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id, organization_id) REFERENCES organization(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(hash) = 32))
);
CREATE UNIQUE INDEX shared_link_hash ON public.shared_link USING btree (environment_id, hash);
CREATE INDEX shared_link_of_organization ON public.shared_link USING btree (environment_id, organization_id);

create table signing_key (
  environment_id bigint not null,
  id bigint not null,
  sealed bytea not null,
  sign_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, id),
  FOREIGN KEY (environment_id) REFERENCES environment(id)
);

create table used_assertion (
  environment_id bigint not null,
  connection_id bigint not null,
  id_hash bytea not null,
  forget_time timestamp with time zone not null,
  PRIMARY KEY (environment_id, connection_id, id_hash),
  FOREIGN KEY (environment_id, connection_id) REFERENCES connection(environment_id, id) ON DELETE CASCADE,
  CHECK ((octet_length(id_hash) = 32))
);
CREATE INDEX used_assertion_by_forget_time ON public.used_assertion USING btree (forget_time);

create table webhook_attempt (
  endpoint_id bigint not null,
  position bigint not null,
  number integer not null,
  environment_id bigint not null,
  start_time timestamp with time zone not null,
  duration_ms integer not null,
  outcome text not null,
  response_status integer,
  response_body bytea not null,
  error text not null,
  url text not null,
  signature text not null,
  own_headers text not null,
  CHECK ((duration_ms >= 0)),
  CHECK ((number > 0)),
  CHECK ((outcome = ANY (ARRAY['SUCCESS'::text, 'FAILURE'::text, 'EXHAUSTED'::text])))
);
CREATE INDEX webhook_attempt_by_delivery ON public.webhook_attempt USING btree (endpoint_id, "position");
CREATE INDEX webhook_attempt_by_time ON public.webhook_attempt USING brin (start_time);
CREATE INDEX webhook_attempt_in_vain ON public.webhook_attempt USING btree (endpoint_id, "position") WHERE (outcome <> 'SUCCESS'::text);

create table webhook_cursor (
  endpoint_id bigint not null,
  environment_id bigint not null,
  start_position bigint not null,
  position bigint not null,
  owner integer,
  failing_since timestamp with time zone,
  enabled_again boolean not null,
  jump_position bigint,
  PRIMARY KEY (endpoint_id),
  FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id) ON DELETE CASCADE,
  CHECK ((jump_position >= 0)),
  CHECK (("position" >= 0)),
  CHECK ((start_position >= 0))
);

create table webhook_endpoint (
  id bigint not null,
  environment_id bigint not null,
  url text not null,
  name text not null,
  description text not null,
  event_types text[] not null,
  disabled_reason text,
  enabled boolean not null,
  timeout_seconds integer not null,
  ordering text not null,
  payload_format text not null,
  headers jsonb not null,
  retry_delays_seconds integer[] not null,
  max_in_flight integer not null,
  rate_limit_per_second integer not null,
  update_time timestamp with time zone not null,
  revision bigint not null,
  asymmetric_signatures boolean not null,
  PRIMARY KEY (id),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK ((length(description) <= 1000)),
  CHECK ((disabled_reason = ANY (ARRAY['REQUESTED'::text, 'GONE'::text, 'ABANDONED'::text]))),
  CHECK (((max_in_flight >= 1) AND (max_in_flight <= 64))),
  CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CHECK ((ordering = ANY (ARRAY['PER_ORGANIZATION'::text, 'NONE'::text]))),
  CHECK ((payload_format = ANY (ARRAY['STANDARD'::text, 'DETAILED'::text]))),
  CHECK (((rate_limit_per_second >= 0) AND (rate_limit_per_second <= 10000))),
  CHECK (((timeout_seconds >= 1) AND (timeout_seconds <= 30))),
  CHECK ((length(url) <= 2048))
);
CREATE INDEX webhook_endpoint_by_environment ON public.webhook_endpoint USING btree (environment_id, id);

create table webhook_key (
  environment_id bigint not null,
  version integer not null,
  sealed bytea not null,
  expire_time timestamp with time zone,
  PRIMARY KEY (environment_id, version),
  FOREIGN KEY (environment_id) REFERENCES environment(id),
  CHECK ((version > 0))
);

create table webhook_parked_lane (
  endpoint_id bigint not null,
  lane bigint not null,
  environment_id bigint not null,
  stream_id bigint not null,
  settled_sequence bigint not null,
  attempts integer not null,
  due_time timestamp with time zone not null,
  PRIMARY KEY (endpoint_id, lane),
  FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id) ON DELETE CASCADE,
  CHECK ((attempts >= 0)),
  CHECK ((settled_sequence >= 0))
);
CREATE INDEX webhook_parked_lane_due ON public.webhook_parked_lane USING btree (due_time);

create table webhook_replay (
  id bigint not null,
  environment_id bigint not null,
  endpoint_id bigint not null,
  event_types text[] not null,
  statuses text[] not null,
  organization_id bigint,
  first_sequence bigint,
  last_sequence bigint,
  start_time timestamp with time zone,
  end_time timestamp with time zone,
  per_second integer not null,
  state text not null,
  position bigint not null,
  end_position bigint not null,
  total bigint not null,
  delivered bigint not null,
  failed bigint not null,
  tries integer not null,
  due_time timestamp with time zone not null,
  update_time timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id) ON DELETE CASCADE,
  CHECK (((per_second >= 1) AND (per_second <= 100))),
  CHECK (("position" >= 0)),
  CHECK ((state = ANY (ARRAY['RUNNING'::text, 'DONE'::text, 'CANCELLED'::text]))),
  CHECK ((total >= 0)),
  CHECK ((tries >= 0))
);
CREATE INDEX webhook_replay_by_endpoint ON public.webhook_replay USING btree (endpoint_id, id);
CREATE INDEX webhook_replay_running ON public.webhook_replay USING btree (endpoint_id) WHERE (state = 'RUNNING'::text);

create table webhook_secret (
  endpoint_id bigint not null,
  version integer not null,
  environment_id bigint not null,
  sealed bytea not null,
  expire_time timestamp with time zone,
  reveal_time timestamp with time zone,
  PRIMARY KEY (endpoint_id, version),
  FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint(id) ON DELETE CASCADE,
  CHECK ((version > 0))
);
