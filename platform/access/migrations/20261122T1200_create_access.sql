create schema access;
grant usage on schema access to yigong_app;

create table access.organisation (
  organisation_id text primary key,
  parent_id text references access.organisation (organisation_id),
  ancestor_ids text[] not null,
  constraint organisation_own_ancestor check (organisation_id = any (ancestor_ids))
);
comment on table access.organisation is 'The tree that access follows; written by the consortium room. sensitivity: none';
comment on column access.organisation.organisation_id is 'FHIR Organization id. sensitivity: none';
comment on column access.organisation.parent_id is 'The organisation directly above, null for a root. sensitivity: none';
comment on column access.organisation.ancestor_ids is 'The organisation itself and all above it. sensitivity: none';
create index organisation_ancestor on access.organisation using gin (ancestor_ids) with (fastupdate = off);

create table access.record_basis (
  person_id text not null,
  organisation_id text not null,
  basis text not null,
  source text not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  constraint record_basis_key primary key (person_id, organisation_id, basis, source),
  constraint record_basis_known check (basis in
    ('treatment', 'referral', 'contract', 'shared-centre', 'secondment', 'consent', 'emergency', 'registration')),
  constraint record_basis_order check (valid_until is null or valid_until >= valid_from)
);
comment on table access.record_basis is 'Why an organisation may open a person''s record, from when to when. sensitivity: personal';
comment on column access.record_basis.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column access.record_basis.organisation_id is 'The organisation that may read. sensitivity: none';
comment on column access.record_basis.basis is 'Kind of ground. sensitivity: none';
comment on column access.record_basis.source is 'What created it, as module/id, so that it can be ended with it. sensitivity: none';
comment on column access.record_basis.valid_from is 'First instant. sensitivity: none';
comment on column access.record_basis.valid_until is 'Last instant, null while it lasts. sensitivity: none';
create index record_basis_organisation on access.record_basis (organisation_id, person_id);

create table access.role_permission (
  role text not null,
  permission text not null,
  constraint role_permission_key primary key (role, permission)
);
comment on table access.role_permission is 'Which role holds which permission. sensitivity: none';
comment on column access.role_permission.role is 'Role name as in an assignment. sensitivity: none';
comment on column access.role_permission.permission is 'Permission declared in a contract. sensitivity: none';

grant select, insert, update, delete on access.organisation, access.record_basis, access.role_permission to yigong_app;
