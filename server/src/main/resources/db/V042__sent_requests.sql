-- What an attempt sent, beside the event's own bytes: enough to show the whole request again. The headers of the
-- endpoint's settings may hold secrets, so only their names are kept.

alter table webhook_attempt
  add column url text not null default '',
  add column signature text not null default '',
  add column own_headers text not null default '';
