-- The body of a policy is founded once an organisation.
create unique index body_source_once on governance.body (owner_organisation_id, source_id) where source_id is not null;
