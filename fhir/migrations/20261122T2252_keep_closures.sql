-- Closure tables of clients (https://hl7.org/fhir/R4/conceptmap-operation-closure.html): codes as they were handed in, versions and what subsumes what.
create table fhir.closure (
  owner_id text not null,
  name text not null,
  version integer not null constraint closure_version_positive check (version >= 0),
  constraint closure_pkey primary key (owner_id, name)
);
create table fhir.closure_code (
  owner_id text not null,
  name text not null,
  system text not null,
  code text not null,
  version integer not null,
  above text[] not null,
  constraint closure_code_pkey primary key (owner_id, name, system, code),
  constraint closure_code_closure foreign key (owner_id, name) references fhir.closure on delete cascade
);

comment on table fhir.closure is 'Closure tables that clients keep by $closure. sensitivity: none';
comment on column fhir.closure.owner_id is 'The subject that made it; nobody else reads it. sensitivity: none';
comment on column fhir.closure.name is 'As the client calls it. sensitivity: none';
comment on column fhir.closure.version is 'Raised by every request that adds codes. sensitivity: none';
comment on table fhir.closure_code is 'Codes of a closure table. sensitivity: none';
comment on column fhir.closure_code.owner_id is 'As in fhir.closure. sensitivity: none';
comment on column fhir.closure_code.name is 'As in fhir.closure. sensitivity: none';
comment on column fhir.closure_code.system is 'Code system. sensitivity: none';
comment on column fhir.closure_code.code is 'Code as the code system writes it. sensitivity: none';
comment on column fhir.closure_code.version is 'The version that added it. sensitivity: none';
comment on column fhir.closure_code.above is 'Every code above it in its system when it was added. sensitivity: none';

grant select, insert, update, delete on fhir.closure, fhir.closure_code to yigong_app;
