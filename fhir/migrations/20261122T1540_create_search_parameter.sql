create table fhir.search_parameter (
  parameter_id text constraint search_parameter_key primary key,
  definition json not null,
  state text not null constraint search_parameter_state_known check (state in ('indexing', 'ready')),
  task_id text not null,
  subject_id text not null,
  registered_at timestamptz not null default clock_timestamp()
);
comment on table fhir.search_parameter is 'Search parameters defined at run time; filled when an active SearchParameter is written. sensitivity: none';
comment on column fhir.search_parameter.parameter_id is 'Id of the SearchParameter resource. sensitivity: none';
comment on column fhir.search_parameter.definition is 'How it is searched by: code, type, expression, resource types, components. sensitivity: none';
comment on column fhir.search_parameter.state is 'indexing until every resource of its types has been indexed, then ready. sensitivity: none';
comment on column fhir.search_parameter.task_id is 'Long work that indexes it. sensitivity: none';
comment on column fhir.search_parameter.subject_id is 'Who wrote it last and may watch that work. sensitivity: none';
comment on column fhir.search_parameter.registered_at is 'When the definition in force was written. sensitivity: none';
grant select, insert, update, delete on fhir.search_parameter to yigong_app;
