-- Only a database that is spread over machines needs to be told where a key lies; on one machine the index of the key says
-- it, and this table stays empty.
create table fhir.locator (
  key bigint constraint locator_key primary key,
  person_key bigint not null,
  former bigint[]
);
comment on table fhir.locator is 'Where the rows of a key lie, and the one place where Type/id is unique, when the database is spread over machines; empty on one machine. sensitivity: personal';
comment on column fhir.locator.key is 'As in fhir.resource; distribution key of this table. sensitivity: personal';
comment on column fhir.locator.person_key is 'Distribution key of the current version. sensitivity: personal';
comment on column fhir.locator.former is 'Distribution keys of replaced versions, when the resource moved to another person. sensitivity: personal';
grant select, insert, update on fhir.locator to yigong_app;
