-- When somebody last looked at a secret: a change, so that the audit log tells who it was.

alter table webhook_secret add column reveal_time timestamptz;
