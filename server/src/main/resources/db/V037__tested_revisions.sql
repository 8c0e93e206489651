-- Which configuration of its connection an attempt went by: a test counts for that one alone.

alter table login add column connection_revision bigint;

create index login_tests on login (environment_id, connection_id, id) where purpose = 'TEST';
