-- Every table with a person's data carries person_key, the key by which rows are spread over machines: the Patient's key,
-- and for what belongs to nobody its own key. The narrow tables are written anew: a column added behind values of
-- variable length would cost its alignment, and a table updated in place would stay twice as long.

update fhir.resource set person_key = key where person_key is null;
alter table fhir.resource alter column person_key set not null;
comment on column fhir.resource.person_key is 'Distribution key: key of the Patient whose record this belongs to, its own key for what belongs to nobody. sensitivity: personal';
drop index fhir.resource_person;
create index resource_person on fhir.resource (person_key, resource_type, at_low desc, key desc);

alter table fhir.history rename to history_before;
alter table fhir.history_before rename constraint history_key to history_key_before;
alter table fhir.history_before drop constraint history_key_before;
drop index fhir.history_updated;
create table fhir.history (
  key bigint not null,
  person_key bigint not null,
  last_updated timestamptz not null,
  version integer not null,
  deleted boolean not null,
  resource_type text not null,
  resource_id text not null,
  person_id text,
  owner_organisation_id text,
  content text not null
);
insert into fhir.history (key, person_key, last_updated, version, deleted, resource_type, resource_id, person_id, owner_organisation_id, content)
  select h.key, coalesce(r.person_key, h.key), h.last_updated, h.version, h.deleted, h.resource_type, h.resource_id, h.person_id, h.owner_organisation_id, h.content
  from fhir.history_before h left join fhir.resource r on r.key = h.key order by h.key, h.version;
alter table fhir.history add constraint history_key primary key (key, version, person_key);
create index history_updated on fhir.history (resource_type, last_updated, key, version);
drop table fhir.history_before;
comment on table fhir.history is 'Versions that have been replaced; the current one is in fhir.resource only. sensitivity: sensitive';
comment on column fhir.history.key is 'As in fhir.resource. sensitivity: personal';
comment on column fhir.history.person_key is 'Distribution key of that version, as in fhir.resource. sensitivity: personal';
comment on column fhir.history.last_updated is 'Time of that version. sensitivity: none';
comment on column fhir.history.version is 'Version number. sensitivity: none';
comment on column fhir.history.deleted is 'That version was a deletion. sensitivity: none';
comment on column fhir.history.resource_type is 'FHIR resource type. sensitivity: none';
comment on column fhir.history.resource_id is 'Logical id. sensitivity: personal';
comment on column fhir.history.person_id is 'Patient id of that version. sensitivity: personal';
comment on column fhir.history.owner_organisation_id is 'Owner of that version. sensitivity: none';
comment on column fhir.history.content is 'The resource as JSON text, empty for a deletion. sensitivity: sensitive';

drop index fhir.date_value_low, fhir.date_value_resource;
alter table fhir.date_value rename to date_value_before;
create table fhir.date_value (
  parameter bigint not null,
  person_key bigint not null,
  low timestamptz not null,
  high timestamptz not null,
  key bigint not null
);
insert into fhir.date_value (parameter, person_key, low, high, key)
  select v.parameter, r.person_key, v.low, v.high, v.key from fhir.date_value_before v join fhir.resource r on r.key = v.key order by v.key;
drop table fhir.date_value_before;
comment on table fhir.date_value is 'Values of date parameters other than the main one. sensitivity: personal';
comment on column fhir.date_value.parameter is 'Hash of type and parameter (and token part of a composite). sensitivity: none';
comment on column fhir.date_value.person_key is 'Distribution key, as in fhir.resource. sensitivity: personal';
comment on column fhir.date_value.low is 'Start. sensitivity: personal';
comment on column fhir.date_value.high is 'End, exclusive. sensitivity: personal';
comment on column fhir.date_value.key is 'The resource. sensitivity: personal';
create index date_value_low on fhir.date_value (parameter, low, high, person_key, key);
create index date_value_resource on fhir.date_value (key, parameter);

drop index fhir.number_value_low, fhir.number_value_resource;
alter table fhir.number_value rename to number_value_before;
create table fhir.number_value (
  parameter bigint not null,
  person_key bigint not null,
  key bigint not null,
  system_hash integer,
  code_hash integer,
  unit_hash integer,
  low numeric,
  high numeric
);
insert into fhir.number_value (parameter, person_key, key, system_hash, code_hash, unit_hash, low, high)
  select v.parameter, r.person_key, v.key, v.system_hash, v.code_hash, v.unit_hash, v.low, v.high
  from fhir.number_value_before v join fhir.resource r on r.key = v.key order by v.key;
drop table fhir.number_value_before;
comment on table fhir.number_value is 'Values of number and quantity parameters. sensitivity: sensitive';
comment on column fhir.number_value.parameter is 'Hash of type and parameter (and token part of a composite). sensitivity: none';
comment on column fhir.number_value.person_key is 'Distribution key, as in fhir.resource. sensitivity: personal';
comment on column fhir.number_value.key is 'The resource. sensitivity: personal';
comment on column fhir.number_value.system_hash is 'Hash of the unit system. sensitivity: none';
comment on column fhir.number_value.code_hash is 'Hash of the unit code. sensitivity: none';
comment on column fhir.number_value.unit_hash is 'Hash of the unit as written, when it differs from the code. sensitivity: none';
comment on column fhir.number_value.low is 'The value, or the lower end of a range. sensitivity: sensitive';
comment on column fhir.number_value.high is 'The value, or the upper end of a range. sensitivity: sensitive';
create index number_value_low on fhir.number_value (parameter, low, person_key, key);
create index number_value_resource on fhir.number_value (key, parameter);

drop index fhir.string_value_prefix, fhir.string_value_resource;
alter table fhir.string_value rename to string_value_before;
create table fhir.string_value (
  parameter bigint not null,
  person_key bigint not null,
  key bigint not null,
  normalised text not null,
  exact text
);
insert into fhir.string_value (parameter, person_key, key, normalised, exact)
  select v.parameter, r.person_key, v.key, v.normalised, v.exact
  from fhir.string_value_before v join fhir.resource r on r.key = v.key order by v.key;
drop table fhir.string_value_before;
comment on table fhir.string_value is 'Values of string and uri parameters. sensitivity: personal';
comment on column fhir.string_value.parameter is 'Hash of type and parameter (and token part of a composite). sensitivity: none';
comment on column fhir.string_value.person_key is 'Distribution key, as in fhir.resource. sensitivity: personal';
comment on column fhir.string_value.key is 'The resource. sensitivity: personal';
comment on column fhir.string_value.normalised is 'Folded: width, case, accents, white space. sensitivity: personal';
comment on column fhir.string_value.exact is 'As written, when that differs. sensitivity: personal';
create index string_value_prefix on fhir.string_value (parameter, left(normalised, 100) collate "C", person_key, key);
create index string_value_resource on fhir.string_value (key, parameter);

grant select, insert on fhir.history to yigong_app;
grant select, insert, delete on fhir.date_value, fhir.number_value, fhir.string_value to yigong_app;
