create schema ecg;
grant usage on schema ecg to yigong_app;

create table ecg.record (
  record_id text primary key,
  owner_organisation_id text not null,
  person_id text,
  format text not null,
  version text,
  file_name text not null,
  sha256 text not null,
  byte_count integer not null,
  recorded_at text,
  stored_at timestamptz not null,
  stored_by_id text not null,
  stored_by_name text not null,
  order_number text,
  patient_name text,
  patient_id text,
  patient_sex text not null,
  patient_birth_date text,
  patient_age integer,
  device text,
  lead_names text[] not null,
  sample_rate double precision,
  duration_ms integer,
  measures jsonb not null,
  suggested jsonb,
  suggestions text[] not null,
  findings jsonb not null,
  observation_id text,
  document_id text,
  constraint record_format_known check (format in ('aecg', 'scp', 'dicom', 'sierra', 'pdf')),
  constraint record_sex_known check (patient_sex in ('male', 'female', 'unknown')),
  constraint record_hash_form check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint record_bytes_positive check (byte_count > 0),
  constraint record_file_once unique (owner_organisation_id, sha256)
);
comment on table ecg.record is 'ECGs, one row a file. sensitivity: sensitive';
comment on column ecg.record.record_id is 'UUID version 7. sensitivity: none';
comment on column ecg.record.owner_organisation_id is 'Who stored it. sensitivity: none';
comment on column ecg.record.person_id is 'Resident, null until matched. sensitivity: personal';
comment on column ecg.record.format is 'Format of the file. sensitivity: none';
comment on column ecg.record.version is 'Version of the format. sensitivity: none';
comment on column ecg.record.file_name is 'Name of the file as sent. sensitivity: personal';
comment on column ecg.record.sha256 is 'Hash of the file. sensitivity: none';
comment on column ecg.record.byte_count is 'Bytes of the file. sensitivity: none';
comment on column ecg.record.recorded_at is 'Moment by the clock of the device, ISO text. sensitivity: personal';
comment on column ecg.record.stored_at is 'When it came. sensitivity: none';
comment on column ecg.record.stored_by_id is 'Account that stored it. sensitivity: personal';
comment on column ecg.record.stored_by_name is 'Name then. sensitivity: personal';
comment on column ecg.record.order_number is 'Number of the order. sensitivity: personal';
comment on column ecg.record.patient_name is 'Name in the file. sensitivity: personal';
comment on column ecg.record.patient_id is 'Number in the file. sensitivity: personal';
comment on column ecg.record.patient_sex is 'Sex in the file. sensitivity: personal';
comment on column ecg.record.patient_birth_date is 'Day of birth in the file. sensitivity: personal';
comment on column ecg.record.patient_age is 'Age in the file, years. sensitivity: personal';
comment on column ecg.record.device is 'Maker and model. sensitivity: none';
comment on column ecg.record.lead_names is 'Leads of the rhythm. sensitivity: none';
comment on column ecg.record.sample_rate is 'Samples a second. sensitivity: none';
comment on column ecg.record.duration_ms is 'Length of the rhythm, ms. sensitivity: none';
comment on column ecg.record.measures is 'Measured by the device. sensitivity: sensitive';
comment on column ecg.record.suggested is 'Measured by this machine, a suggestion. sensitivity: sensitive';
comment on column ecg.record.suggestions is 'Statements that this machine suggests. sensitivity: sensitive';
comment on column ecg.record.findings is 'Statements of the device, filters, warnings, beats. sensitivity: sensitive';
comment on column ecg.record.observation_id is 'FHIR Observation with the samples, once matched. sensitivity: none';
comment on column ecg.record.document_id is 'FHIR DocumentReference, once matched. sensitivity: none';
create index record_owner on ecg.record (owner_organisation_id, stored_at desc, record_id);
create index record_order on ecg.record (stored_at desc, record_id);
create index record_person on ecg.record (person_id, stored_at desc) where person_id is not null;
create index record_unmatched on ecg.record (owner_organisation_id, stored_at) where person_id is null;
create index record_number on ecg.record (order_number) where order_number is not null;

create table ecg.original (
  record_id text primary key references ecg.record (record_id),
  owner_organisation_id text not null,
  content bytea not null,
  strips bytea not null
);
comment on table ecg.original is 'The file as it came, and its waveforms. sensitivity: sensitive';
comment on column ecg.original.record_id is 'The ECG. sensitivity: none';
comment on column ecg.original.owner_organisation_id is 'Who stored it. sensitivity: none';
comment on column ecg.original.content is 'The bytes of the file, packed by gzip. sensitivity: sensitive';
comment on column ecg.original.strips is 'Leads and samples as JSON, packed by gzip. sensitivity: sensitive';
alter table ecg.original alter column content set storage external;
alter table ecg.original alter column strips set storage external;

create table ecg.action (
  action_id text primary key,
  record_id text not null references ecg.record (record_id),
  owner_organisation_id text not null,
  action text not null,
  person_id text,
  reason text,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint action_known check (action in ('stored', 'matched-by-number', 'matched'))
);
comment on table ecg.action is 'What was done with an ECG, never changed. sensitivity: personal';
comment on column ecg.action.action_id is 'Id. sensitivity: none';
comment on column ecg.action.record_id is 'The ECG. sensitivity: none';
comment on column ecg.action.owner_organisation_id is 'Owner of the ECG. sensitivity: none';
comment on column ecg.action.action is 'What was done. sensitivity: none';
comment on column ecg.action.person_id is 'To whom it was matched. sensitivity: personal';
comment on column ecg.action.reason is 'Why, in words. sensitivity: sensitive';
comment on column ecg.action.at is 'When. sensitivity: none';
comment on column ecg.action.by_id is 'Account. sensitivity: personal';
comment on column ecg.action.by_name is 'Name then. sensitivity: personal';
create index action_record on ecg.action (record_id, at);

grant select, insert, update on ecg.record to yigong_app;
grant select, insert on ecg.original, ecg.action to yigong_app;
