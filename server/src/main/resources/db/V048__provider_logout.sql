-- What the identity provider is shown when it is to sign its person out as well: its own ID token,
-- sealed with the master key.
alter table browser_session add column id_token bytea;
