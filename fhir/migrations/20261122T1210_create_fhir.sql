create schema fhir;
grant usage on schema fhir to yigong_app;

create table fhir.resource (
  key bigint constraint resource_key primary key,
  person_key bigint,
  last_updated timestamptz not null,
  at_low timestamptz not null,
  at_high timestamptz not null,
  version integer not null,
  deleted boolean not null,
  resource_type text not null,
  resource_id text not null,
  person_id text,
  owner_organisation_id text,
  managed_by text,
  keys bigint[] not null,
  present integer[] not null,
  content text not null,
  constraint resource_version_positive check (version > 0),
  constraint resource_deleted_empty check (not deleted or content = '')
);
comment on table fhir.resource is 'The current version of every FHIR resource, stored once as the text that is sent. sensitivity: sensitive';
comment on column fhir.resource.key is '64-bit hash of Type/id: primary key here, and the value part of every reference to it. sensitivity: personal';
comment on column fhir.resource.person_key is 'Key of the Patient whose record this belongs to. sensitivity: personal';
comment on column fhir.resource.last_updated is 'Time of this version. sensitivity: none';
comment on column fhir.resource.at_low is 'Start of the type''s main date, -infinity without one. sensitivity: personal';
comment on column fhir.resource.at_high is 'End (exclusive) of the type''s main date, -infinity without one. sensitivity: personal';
comment on column fhir.resource.version is 'Counts from 1. sensitivity: none';
comment on column fhir.resource.deleted is 'Deleted resources keep their row and their history. sensitivity: none';
comment on column fhir.resource.resource_type is 'FHIR resource type. sensitivity: none';
comment on column fhir.resource.resource_id is 'Logical id, not necessarily a UUID. sensitivity: personal';
comment on column fhir.resource.person_id is 'Patient id whose record this belongs to, null for directory resources. sensitivity: personal';
comment on column fhir.resource.owner_organisation_id is 'Organisation that wrote it. sensitivity: none';
comment on column fhir.resource.managed_by is 'Room whose workflow owns it; outside clients cannot change it. sensitivity: none';
comment on column fhir.resource.keys is 'Hashes of all token, reference, uri and composite search values. sensitivity: personal';
comment on column fhir.resource.present is 'Hashes of the search parameters that have a value. sensitivity: none';
comment on column fhir.resource.content is 'The resource as JSON text, empty when deleted. sensitivity: sensitive';
create index resource_keys on fhir.resource using gin (keys) with (fastupdate = off);
create index resource_person on fhir.resource (person_key, resource_type, at_low desc, key desc) where person_key is not null;
create index resource_updated on fhir.resource (resource_type, last_updated, key);
create index resource_at on fhir.resource (resource_type, at_low, key);

create table fhir.history (
  key bigint not null,
  last_updated timestamptz not null,
  version integer not null,
  deleted boolean not null,
  resource_type text not null,
  resource_id text not null,
  person_id text,
  owner_organisation_id text,
  content text not null,
  constraint history_key primary key (key, version)
);
comment on table fhir.history is 'Versions that have been replaced; the current one is in fhir.resource only. sensitivity: sensitive';
comment on column fhir.history.key is 'As in fhir.resource. sensitivity: personal';
comment on column fhir.history.last_updated is 'Time of that version. sensitivity: none';
comment on column fhir.history.version is 'Version number. sensitivity: none';
comment on column fhir.history.deleted is 'That version was a deletion. sensitivity: none';
comment on column fhir.history.resource_type is 'FHIR resource type. sensitivity: none';
comment on column fhir.history.resource_id is 'Logical id. sensitivity: personal';
comment on column fhir.history.person_id is 'Patient id of that version. sensitivity: personal';
comment on column fhir.history.owner_organisation_id is 'Owner of that version. sensitivity: none';
comment on column fhir.history.content is 'The resource as JSON text, empty for a deletion. sensitivity: sensitive';
create index history_updated on fhir.history (resource_type, last_updated, key, version);

create table fhir.person_code (
  person_key bigint not null,
  code_key bigint not null,
  at timestamptz not null,
  key bigint not null
);
comment on table fhir.person_code is 'Person, type and main code, newest first: the index of "?patient&code&_sort=-date". sensitivity: sensitive';
comment on column fhir.person_code.person_key is 'Key of the Patient. sensitivity: personal';
comment on column fhir.person_code.code_key is 'Hash of resource type and code. sensitivity: sensitive';
comment on column fhir.person_code.at is 'Start of the main date. sensitivity: personal';
comment on column fhir.person_code.key is 'The resource. sensitivity: personal';
create index person_code_at on fhir.person_code (person_key, code_key, at desc, key desc);

create table fhir.date_value (
  parameter bigint not null,
  low timestamptz not null,
  high timestamptz not null,
  key bigint not null
);
comment on table fhir.date_value is 'Values of date parameters other than the main one. sensitivity: personal';
comment on column fhir.date_value.parameter is 'Hash of type and parameter (and token part of a composite). sensitivity: none';
comment on column fhir.date_value.low is 'Start. sensitivity: personal';
comment on column fhir.date_value.high is 'End, exclusive. sensitivity: personal';
comment on column fhir.date_value.key is 'The resource. sensitivity: personal';
create index date_value_low on fhir.date_value (parameter, low, high, key);
create index date_value_resource on fhir.date_value (key, parameter);

create table fhir.number_value (
  parameter bigint not null,
  key bigint not null,
  system_hash integer,
  code_hash integer,
  unit_hash integer,
  low numeric,
  high numeric
);
comment on table fhir.number_value is 'Values of number and quantity parameters. sensitivity: sensitive';
comment on column fhir.number_value.parameter is 'Hash of type and parameter (and token part of a composite). sensitivity: none';
comment on column fhir.number_value.key is 'The resource. sensitivity: personal';
comment on column fhir.number_value.system_hash is 'Hash of the unit system. sensitivity: none';
comment on column fhir.number_value.code_hash is 'Hash of the unit code. sensitivity: none';
comment on column fhir.number_value.unit_hash is 'Hash of the unit as written, when it differs from the code. sensitivity: none';
comment on column fhir.number_value.low is 'The value, or the lower end of a range. sensitivity: sensitive';
comment on column fhir.number_value.high is 'The value, or the upper end of a range. sensitivity: sensitive';
create index number_value_low on fhir.number_value (parameter, low, key);
create index number_value_resource on fhir.number_value (key, parameter);

create table fhir.string_value (
  parameter bigint not null,
  key bigint not null,
  normalised text not null,
  exact text
);
comment on table fhir.string_value is 'Values of string and uri parameters. sensitivity: personal';
comment on column fhir.string_value.parameter is 'Hash of type and parameter (and token part of a composite). sensitivity: none';
comment on column fhir.string_value.key is 'The resource. sensitivity: personal';
comment on column fhir.string_value.normalised is 'Folded: width, case, accents, white space. sensitivity: personal';
comment on column fhir.string_value.exact is 'As written, when that differs. sensitivity: personal';
create index string_value_prefix on fhir.string_value (parameter, left(normalised, 100) collate "C", key);
create index string_value_resource on fhir.string_value (key, parameter);

grant select, insert, update on fhir.resource to yigong_app;
grant select, insert on fhir.history to yigong_app;
grant select, insert, delete on fhir.person_code, fhir.date_value, fhir.number_value, fhir.string_value to yigong_app;
