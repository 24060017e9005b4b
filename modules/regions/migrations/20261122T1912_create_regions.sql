create schema regions;
grant usage on schema regions to yigong_app;

create table regions.version (
  region_id text not null,
  version text not null,
  digest text not null,
  files jsonb not null,
  pack jsonb not null,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  applied_at timestamptz not null,
  primary key (region_id, version),
  constraint version_shape check (version ~ '^[0-9]{4}\.[0-9]{1,3}$'),
  constraint version_digest_shape check (digest ~ '^[0-9a-f]{64}$')
);
comment on table regions.version is 'Each version of a region that was ever put into force, never rewritten. sensitivity: none';
comment on column regions.version.region_id is 'Id from region.yaml. sensitivity: none';
comment on column regions.version.version is 'Year and number. sensitivity: none';
comment on column regions.version.digest is 'SHA-256 of the files. sensitivity: none';
comment on column regions.version.files is 'Texts of the files as given, by name. sensitivity: none';
comment on column regions.version.pack is 'What the files say, parsed and checked. sensitivity: none';
comment on column regions.version.owner_organisation_id is 'Organisation that put it into force. sensitivity: none';
comment on column regions.version.subject_id is 'Account that put it into force. sensitivity: personal';
comment on column regions.version.subject_name is 'Name of that person. sensitivity: personal';
comment on column regions.version.applied_at is 'When. sensitivity: none';

create table regions.region (
  region_id text primary key,
  version text not null,
  state text not null,
  owner_organisation_id text not null,
  state_since timestamptz not null,
  constraint region_state_known check (state in ('in-force', 'ended')),
  constraint region_version_exists foreign key (region_id, version) references regions.version (region_id, version)
);
comment on table regions.region is 'The version of each region that is in force now, derived from the actions. sensitivity: none';
comment on column regions.region.region_id is 'Id from region.yaml. sensitivity: none';
comment on column regions.region.version is 'Version in force, or the last one. sensitivity: none';
comment on column regions.region.state is 'In force or ended. sensitivity: none';
comment on column regions.region.owner_organisation_id is 'Organisation that answers for it. sensitivity: none';
comment on column regions.region.state_since is 'Since when in this state. sensitivity: none';

create table regions.action (
  action_id text primary key,
  region_id text not null,
  version text not null,
  action text not null,
  reason text,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null,
  constraint action_known check (action in ('apply', 'end')),
  constraint action_end_has_reason check (action <> 'end' or reason is not null)
);
comment on table regions.action is 'What was done to regions, appended only. sensitivity: none';
comment on column regions.action.action_id is 'UUID version 7. sensitivity: none';
comment on column regions.action.region_id is 'Region. sensitivity: none';
comment on column regions.action.version is 'Version that was meant. sensitivity: none';
comment on column regions.action.action is 'Put into force or ended. sensitivity: none';
comment on column regions.action.reason is 'Why it was ended. sensitivity: none';
comment on column regions.action.owner_organisation_id is 'Organisation for which it was done. sensitivity: none';
comment on column regions.action.subject_id is 'Account. sensitivity: personal';
comment on column regions.action.subject_name is 'Name of the person. sensitivity: personal';
comment on column regions.action.recorded_at is 'When. sensitivity: none';

grant select, insert on regions.version, regions.action to yigong_app;
grant select, insert, update on regions.region to yigong_app;
