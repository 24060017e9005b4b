create table fhir.code_system (
  key bigint constraint code_system_key primary key,
  url text not null,
  version text,
  name text,
  case_sensitive boolean not null,
  last_updated timestamptz not null
);
comment on table fhir.code_system is 'Code systems that users stored, by canonical address; filled when a CodeSystem is written. sensitivity: none';
comment on column fhir.code_system.key is 'Key of the CodeSystem in fhir.resource. sensitivity: none';
comment on column fhir.code_system.url is 'Canonical address. sensitivity: none';
comment on column fhir.code_system.version is 'Business version. sensitivity: none';
comment on column fhir.code_system.name is 'Name or title. sensitivity: none';
comment on column fhir.code_system.case_sensitive is 'Codes that differ only in case are different. sensitivity: none';
comment on column fhir.code_system.last_updated is 'Of the version that was written. sensitivity: none';
create index code_system_url on fhir.code_system (url, last_updated desc);

create table fhir.concept (
  system_key bigint not null,
  ordinal integer not null,
  code text not null,
  display text,
  definition text,
  parent_code text,
  search text not null,
  properties jsonb,
  constraint concept_key primary key (system_key, ordinal)
);
comment on table fhir.concept is 'Concepts of stored code systems, one row each, in their order. sensitivity: none';
comment on column fhir.concept.system_key is 'The code system. sensitivity: none';
comment on column fhir.concept.ordinal is 'Place in the code system, parents before children. sensitivity: none';
comment on column fhir.concept.code is 'Code as written. sensitivity: none';
comment on column fhir.concept.display is 'Display as written. sensitivity: none';
comment on column fhir.concept.definition is 'Definition as written. sensitivity: none';
comment on column fhir.concept.parent_code is 'Concept above it, by nesting or the property parent. sensitivity: none';
comment on column fhir.concept.search is 'Code, display and designations in lower case, for filters. sensitivity: none';
comment on column fhir.concept.properties is 'Property code to list of values as text; designations under the key designation. sensitivity: none';
create index concept_code on fhir.concept (system_key, lower(code));
create index concept_parent on fhir.concept (system_key, parent_code) where parent_code is not null;

grant select, insert, update, delete on fhir.code_system to yigong_app;
grant select, insert, delete on fhir.concept to yigong_app;
