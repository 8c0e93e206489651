-- What a list of the API is filtered by is found by an index, in the order of the list, among however many others.

create index login_by_client on login (environment_id, client_id, id) where client_id is not null;

create index login_by_status on login (environment_id, status, id);

create index api_token_by_user on api_token (environment_id, organization_id, user_id, id) where user_id is not null;

create index api_token_by_expiry on api_token (environment_id, organization_id, expire_time) where expire_time is not null;
