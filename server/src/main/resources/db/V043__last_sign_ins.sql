-- When somebody last signed in at an organization, found in one step for each row of a list.

create index login_last_success on login (environment_id, organization_id, id)
  where status = 'SUCCESS' and purpose <> 'TEST';
