-- A study may be refused for its quality, and copies for teaching are kept for a week for the person who asked.
alter table imaging.study
  add column refusal_reason text,
  add column refused_at timestamptz,
  add column refused_by_name text,
  add column refusal_note text,
  add column wants_retake boolean not null default false,
  add constraint study_refusal_reason check (refusal_reason in ('motion', 'exposure', 'positioning', 'coverage', 'artefact', 'technique', 'labelling', 'wrong-patient')),
  add constraint study_refusal_whole check ((refusal_reason is null) = (refused_at is null) and (refusal_reason is null) = (refused_by_name is null) and (refusal_reason is not null or not wants_retake));
comment on column imaging.study.refusal_reason is 'Why its quality was refused, null while it counts. sensitivity: none';
comment on column imaging.study.refused_at is 'When it was refused. sensitivity: none';
comment on column imaging.study.refused_by_name is 'Who refused it, name then. sensitivity: personal';
comment on column imaging.study.refusal_note is 'What the site is asked to do better. sensitivity: sensitive';
comment on column imaging.study.wants_retake is 'The site is asked to examine again. sensitivity: none';
create index study_refused on imaging.study (owner_organisation_id, refused_at desc) where refusal_reason is not null;
create index study_stored on imaging.study (owner_organisation_id, stored_at);

alter table imaging.action drop constraint action_known;
alter table imaging.action add constraint action_known check (action in ('stored', 'matched-by-number', 'matched', 'unmatched', 'refused', 'accepted-again'));

create table imaging.teaching_export (
  export_id text primary key,
  owner_organisation_id text not null,
  purpose text not null,
  study_count integer not null,
  instance_count integer not null,
  written_count integer not null default 0,
  refused_count integer not null default 0,
  byte_count bigint not null default 0,
  requested_at timestamptz not null,
  requested_by text not null,
  requested_by_name text not null,
  ready_at timestamptz,
  expires_at timestamptz not null,
  removed_at timestamptz,
  constraint teaching_export_counts check (study_count > 0 and instance_count >= 0 and written_count >= 0 and refused_count >= 0 and byte_count >= 0)
);
comment on table imaging.teaching_export is 'Copies without identity for teaching, each kept for a while for the person who asked. sensitivity: none';
comment on column imaging.teaching_export.export_id is 'Id, the same as of the long work that makes it. sensitivity: none';
comment on column imaging.teaching_export.owner_organisation_id is 'Whose studies they are. sensitivity: none';
comment on column imaging.teaching_export.purpose is 'What for, in words. sensitivity: none';
comment on column imaging.teaching_export.study_count is 'Studies asked for. sensitivity: none';
comment on column imaging.teaching_export.instance_count is 'Instances of these studies then. sensitivity: none';
comment on column imaging.teaching_export.written_count is 'Copies made. sensitivity: none';
comment on column imaging.teaching_export.refused_count is 'Left out because identity may stand in the picture itself. sensitivity: none';
comment on column imaging.teaching_export.byte_count is 'Bytes of the copies. sensitivity: none';
comment on column imaging.teaching_export.requested_at is 'When it was asked for. sensitivity: none';
comment on column imaging.teaching_export.requested_by is 'Account that asked. sensitivity: personal';
comment on column imaging.teaching_export.requested_by_name is 'Name then. sensitivity: personal';
comment on column imaging.teaching_export.ready_at is 'When all copies were made. sensitivity: none';
comment on column imaging.teaching_export.expires_at is 'When the copies are removed. sensitivity: none';
comment on column imaging.teaching_export.removed_at is 'When they were removed. sensitivity: none';
create index teaching_export_owner on imaging.teaching_export (owner_organisation_id, requested_at desc);
create index teaching_export_due on imaging.teaching_export (expires_at) where removed_at is null;
select access.wall('imaging.teaching_export', organisations => '{owner_organisation_id}');

grant select, insert, update on imaging.teaching_export to yigong_app;
