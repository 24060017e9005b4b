create schema imaging;
grant usage on schema imaging to yigong_app;

create table imaging.study (
  study_uid text primary key,
  fhir_id text not null,
  owner_organisation_id text not null,
  person_id text,
  patient_id text,
  patient_issuer text,
  patient_names text[] not null default '{}',
  patient_birth_date text,
  patient_sex text,
  study_date text,
  study_time text,
  accession_number text,
  study_id text,
  description text,
  referring_names text[] not null default '{}',
  modalities text[] not null default '{}',
  series_count integer not null default 0,
  instance_count integer not null default 0,
  byte_count bigint not null default 0,
  attributes jsonb not null,
  is_announced boolean not null default false,
  stored_at timestamptz not null,
  changed_at timestamptz not null,
  constraint study_uid_form check (study_uid ~ '^[0-9.]{1,64}$'),
  constraint study_counts check (series_count >= 0 and instance_count >= 0 and byte_count >= 0)
);
comment on table imaging.study is 'Studies of the embedded archive, one row a Study Instance UID. sensitivity: sensitive';
comment on column imaging.study.study_uid is 'Study Instance UID (0020,000D). sensitivity: personal';
comment on column imaging.study.fhir_id is 'Id of the FHIR ImagingStudy. sensitivity: none';
comment on column imaging.study.owner_organisation_id is 'Who stored it first. sensitivity: none';
comment on column imaging.study.person_id is 'Resident, null until matched. sensitivity: personal';
comment on column imaging.study.patient_id is 'Patient ID (0010,0020) as it came. sensitivity: personal';
comment on column imaging.study.patient_issuer is 'Issuer of Patient ID (0010,0021). sensitivity: none';
comment on column imaging.study.patient_names is 'Component groups of Patient''s Name in lower case, for searching. sensitivity: personal';
comment on column imaging.study.patient_birth_date is 'Patient''s Birth Date, YYYYMMDD. sensitivity: personal';
comment on column imaging.study.patient_sex is 'Patient''s Sex. sensitivity: personal';
comment on column imaging.study.study_date is 'Study Date, YYYYMMDD. sensitivity: personal';
comment on column imaging.study.study_time is 'Study Time, HHMMSS. sensitivity: none';
comment on column imaging.study.accession_number is 'Accession Number, joins the order. sensitivity: personal';
comment on column imaging.study.study_id is 'Study ID. sensitivity: none';
comment on column imaging.study.description is 'Study Description. sensitivity: sensitive';
comment on column imaging.study.referring_names is 'Referring Physician''s Name, groups in lower case. sensitivity: personal';
comment on column imaging.study.modalities is 'Modalities in Study. sensitivity: none';
comment on column imaging.study.series_count is 'Series kept. sensitivity: none';
comment on column imaging.study.instance_count is 'Instances kept. sensitivity: none';
comment on column imaging.study.byte_count is 'Bytes kept. sensitivity: none';
comment on column imaging.study.attributes is 'Attributes of patient and study as DICOM JSON. sensitivity: sensitive';
comment on column imaging.study.is_announced is 'The FHIR ImagingStudy says what is kept. sensitivity: none';
comment on column imaging.study.stored_at is 'First instance. sensitivity: none';
comment on column imaging.study.changed_at is 'Last instance or match. sensitivity: none';
create index study_owner_date on imaging.study (owner_organisation_id, study_date desc nulls last, study_uid);
create index study_date_order on imaging.study (study_date desc nulls last, study_uid);
create index study_person on imaging.study (person_id, study_date desc) where person_id is not null;
create index study_unmatched on imaging.study (owner_organisation_id, stored_at) where person_id is null;
create index study_accession on imaging.study (accession_number) where accession_number is not null;
create index study_patient on imaging.study (patient_id) where patient_id is not null;
create index study_names on imaging.study using gin (patient_names);
create index study_waiting on imaging.study (changed_at) where not is_announced;

create table imaging.series (
  series_uid text primary key,
  study_uid text not null references imaging.study (study_uid),
  modality text,
  series_number integer,
  instance_count integer not null default 0,
  attributes jsonb not null,
  constraint series_uid_form check (series_uid ~ '^[0-9.]{1,64}$')
);
comment on table imaging.series is 'Series of a study. sensitivity: sensitive';
comment on column imaging.series.series_uid is 'Series Instance UID (0020,000E). sensitivity: personal';
comment on column imaging.series.study_uid is 'The study. sensitivity: personal';
comment on column imaging.series.modality is 'Modality. sensitivity: none';
comment on column imaging.series.series_number is 'Series Number. sensitivity: none';
comment on column imaging.series.instance_count is 'Instances kept. sensitivity: none';
comment on column imaging.series.attributes is 'Attributes of the series as DICOM JSON. sensitivity: sensitive';
create index series_study on imaging.series (study_uid, series_number nulls last, series_uid);

create table imaging.instance (
  sop_uid text primary key,
  series_uid text not null references imaging.series (series_uid),
  study_uid text not null,
  sop_class text not null,
  transfer_syntax text not null,
  instance_number integer,
  frame_count integer,
  byte_count bigint not null,
  sha256 text not null,
  content_sha256 text not null,
  metadata text not null,
  stored_at timestamptz not null,
  constraint instance_uid_form check (sop_uid ~ '^[0-9.]{1,64}$'),
  constraint instance_hash check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table imaging.instance is 'Instances of a series; the bytes lie in the object store under their hash. sensitivity: sensitive';
comment on column imaging.instance.sop_uid is 'SOP Instance UID (0008,0018). sensitivity: personal';
comment on column imaging.instance.series_uid is 'The series. sensitivity: personal';
comment on column imaging.instance.study_uid is 'The study. sensitivity: personal';
comment on column imaging.instance.sop_class is 'SOP Class UID. sensitivity: none';
comment on column imaging.instance.transfer_syntax is 'Transfer syntax as it came. sensitivity: none';
comment on column imaging.instance.instance_number is 'Instance Number. sensitivity: none';
comment on column imaging.instance.frame_count is 'Frames, null without an image. sensitivity: none';
comment on column imaging.instance.byte_count is 'Bytes as received. sensitivity: none';
comment on column imaging.instance.sha256 is 'Hash of the bytes, and their place in the object store. sensitivity: none';
comment on column imaging.instance.content_sha256 is 'Hash of what the data set says, however it is encoded. sensitivity: none';
comment on column imaging.instance.metadata is 'The whole data set as DICOM JSON, bulk data left out. sensitivity: sensitive';
comment on column imaging.instance.stored_at is 'When it came. sensitivity: none';
create index instance_series on imaging.instance (series_uid, instance_number nulls last, sop_uid);
create index instance_study on imaging.instance (study_uid);
create index instance_hash on imaging.instance (sha256);

create table imaging.refused_instance (
  refusal_id text primary key,
  owner_organisation_id text not null,
  sop_uid text not null,
  kept_sha256 text,
  refused_sha256 text not null,
  reason text not null,
  refused_at timestamptz not null,
  subject_id text not null,
  constraint refused_instance_reason check (reason in ('conflict', 'other-organisation', 'other-series'))
);
comment on table imaging.refused_instance is 'Instances that came under a UID which is taken by other content. sensitivity: personal';
comment on column imaging.refused_instance.refusal_id is 'Id. sensitivity: none';
comment on column imaging.refused_instance.owner_organisation_id is 'Who sent it. sensitivity: none';
comment on column imaging.refused_instance.sop_uid is 'SOP Instance UID. sensitivity: personal';
comment on column imaging.refused_instance.kept_sha256 is 'Hash of what is kept. sensitivity: none';
comment on column imaging.refused_instance.refused_sha256 is 'Hash of what was refused. sensitivity: none';
comment on column imaging.refused_instance.reason is 'Why. sensitivity: none';
comment on column imaging.refused_instance.refused_at is 'When. sensitivity: none';
comment on column imaging.refused_instance.subject_id is 'Who sent it. sensitivity: personal';
create index refused_instance_owner on imaging.refused_instance (owner_organisation_id, refused_at desc);

create table imaging.action (
  action_id text primary key,
  study_uid text not null references imaging.study (study_uid),
  owner_organisation_id text not null,
  action text not null,
  person_id text,
  reason text,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint action_known check (action in ('stored', 'matched-by-number', 'matched', 'unmatched'))
);
comment on table imaging.action is 'What was done with a study, never changed. sensitivity: personal';
comment on column imaging.action.action_id is 'Id. sensitivity: none';
comment on column imaging.action.study_uid is 'The study. sensitivity: personal';
comment on column imaging.action.owner_organisation_id is 'Owner of the study. sensitivity: none';
comment on column imaging.action.action is 'What was done. sensitivity: none';
comment on column imaging.action.person_id is 'To whom it was matched. sensitivity: personal';
comment on column imaging.action.reason is 'Why, in words. sensitivity: sensitive';
comment on column imaging.action.at is 'When. sensitivity: none';
comment on column imaging.action.by_id is 'Account. sensitivity: personal';
comment on column imaging.action.by_name is 'Name then. sensitivity: personal';
create index action_study on imaging.action (study_uid, at);

create table imaging.calling_title (
  calling_title text primary key,
  owner_organisation_id text not null,
  description text not null,
  host text,
  port integer,
  is_active boolean not null,
  changed_at timestamptz not null,
  changed_by text not null,
  constraint calling_title_form check (calling_title ~ '^[A-Za-z0-9_. -]{1,16}$'),
  constraint calling_title_port check (port between 1 and 65535),
  constraint calling_title_place check ((host is null) = (port is null))
);
comment on table imaging.calling_title is 'Application entities that may call over DIMSE, each of one organisation. sensitivity: none';
comment on column imaging.calling_title.calling_title is 'Application entity title. sensitivity: none';
comment on column imaging.calling_title.owner_organisation_id is 'For whom it acts. sensitivity: none';
comment on column imaging.calling_title.description is 'What it is. sensitivity: none';
comment on column imaging.calling_title.host is 'Where C-MOVE sends to. sensitivity: none';
comment on column imaging.calling_title.port is 'Its port. sensitivity: none';
comment on column imaging.calling_title.is_active is 'Whether it may call. sensitivity: none';
comment on column imaging.calling_title.changed_at is 'Last change. sensitivity: none';
comment on column imaging.calling_title.changed_by is 'Account of the last change. sensitivity: personal';
create index calling_title_owner on imaging.calling_title (owner_organisation_id);

grant select, insert, update on imaging.study, imaging.series, imaging.calling_title to yigong_app;
grant select, insert on imaging.instance, imaging.refused_instance, imaging.action to yigong_app;
