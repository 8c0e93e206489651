-- Which master keys are in use: never a key, only its fingerprint.

-- Those that something may be sealed with. A server that lacks one of them does not start.
create table master_key (
  id text primary key check (id ~ '^[0-9a-f]{16}$')
);

-- Those that a node can open with; it seals with the first. Empty until the node has said so.
alter table node add column master_keys text[] not null default '{}';
