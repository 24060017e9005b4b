create table regions.calendar_notice (
  year integer not null,
  version integer not null,
  source text not null,
  digest text not null,
  days jsonb not null,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  loaded_at timestamptz not null,
  primary key (year, version),
  constraint calendar_notice_year_known check (year between 2000 and 2099),
  constraint calendar_notice_version_counts check (version >= 1),
  constraint calendar_notice_digest_shape check (digest ~ '^[0-9a-f]{64}$'),
  constraint calendar_notice_days_listed check (jsonb_typeof(days) = 'array')
);
comment on table regions.calendar_notice is 'Published days off and make-up working days of a year, each version whole, never rewritten; the highest is in force. sensitivity: none';
comment on column regions.calendar_notice.year is 'Calendar year. sensitivity: none';
comment on column regions.calendar_notice.version is 'Counts from 1 within the year. sensitivity: none';
comment on column regions.calendar_notice.source is 'The notice as people cite it. sensitivity: none';
comment on column regions.calendar_notice.digest is 'SHA-256 of source and days. sensitivity: none';
comment on column regions.calendar_notice.days is 'Array of {day, worked, name}, oldest first. sensitivity: none';
comment on column regions.calendar_notice.owner_organisation_id is 'Organisation that loaded it. sensitivity: none';
comment on column regions.calendar_notice.subject_id is 'Account that loaded it. sensitivity: personal';
comment on column regions.calendar_notice.subject_name is 'Name of that person. sensitivity: personal';
comment on column regions.calendar_notice.loaded_at is 'When. sensitivity: none';

grant select, insert on regions.calendar_notice to yigong_app;
-- Nothing here is of a person or of one organisation: the notice of a year holds for everybody.
select access.leave_open('regions.calendar_notice');
