-- Numbers in the texts of persons are sealed (docs/decisions/0072). Under which keys a whole pass over stored texts is finished, so that nobody
-- reads all persons again to find that nothing is left.
create table fhir.sealed_pass (
  key_id text constraint sealed_pass_key primary key,
  finished_at timestamptz not null default clock_timestamp()
);
comment on table fhir.sealed_pass is 'Data keys under which every stored text of a person is sealed. sensitivity: none';
comment on column fhir.sealed_pass.key_id is 'Key of crypto.data_key. sensitivity: none';
comment on column fhir.sealed_pass.finished_at is 'When the pass ended. sensitivity: none';
grant select, insert on fhir.sealed_pass to yigong_app;
comment on column fhir.resource.content is 'The resource as JSON text, empty when deleted; numbers of persons stand sealed at its end. sensitivity: sensitive';
comment on column fhir.history.content is 'The resource as JSON text, empty for a deletion; numbers of persons stand sealed at its end. sensitivity: sensitive';
-- Only the text, and only by sealing it anew: a rotation reaches replaced versions too.
grant update (content) on fhir.history to yigong_app;
