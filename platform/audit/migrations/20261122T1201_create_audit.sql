create schema audit;
grant usage on schema audit to yigong_app;

create table audit.entry (
  entry_id bigint generated always as identity primary key,
  recorded_at timestamptz not null default clock_timestamp(),
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  organisation_id text,
  action text not null,
  outcome text not null,
  resource text,
  person_id text,
  basis text,
  purpose text,
  detail jsonb,
  constraint entry_outcome check (outcome in ('success', 'refused'))
);
comment on table audit.entry is 'Who did or saw what, on what ground; append-only. sensitivity: personal';
comment on column audit.entry.entry_id is 'Order of recording. sensitivity: none';
comment on column audit.entry.recorded_at is 'When. sensitivity: none';
comment on column audit.entry.subject_kind is 'staff, resident, client or system. sensitivity: none';
comment on column audit.entry.subject_id is 'Account or client id. sensitivity: none';
comment on column audit.entry.subject_name is 'Name at that time, shown to the resident. sensitivity: personal';
comment on column audit.entry.organisation_id is 'Organisation acted for. sensitivity: none';
comment on column audit.entry.action is 'Permission or FHIR interaction. sensitivity: none';
comment on column audit.entry.outcome is 'success or refused. sensitivity: none';
comment on column audit.entry.resource is 'Type/id of what was touched. sensitivity: personal';
comment on column audit.entry.person_id is 'Whose record. sensitivity: personal';
comment on column audit.entry.basis is 'Ground of access. sensitivity: none';
comment on column audit.entry.purpose is 'Stated purpose. sensitivity: none';
comment on column audit.entry.detail is 'Further facts without patient data. sensitivity: none';
create index entry_person on audit.entry (person_id, entry_id desc) where person_id is not null;
create index entry_subject on audit.entry (subject_id, entry_id desc);

grant select, insert on audit.entry to yigong_app;
