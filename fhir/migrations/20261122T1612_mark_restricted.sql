alter table fhir.resource add column restricted boolean not null default false;
alter table fhir.history add column restricted boolean not null default false;
comment on column fhir.resource.restricted is 'Labelled R or V by its author, or holds a code of a sensitive kind: a plain ground does not open it. sensitivity: personal';
comment on column fhir.history.restricted is 'As in fhir.resource, of that version. sensitivity: personal';

-- Rows stored before: labels and the codes of access.sensitivity_code, without the finer look at code systems that writes take.
create function fhir.mark_restricted() returns void language plpgsql set search_path = pg_catalog as $$
declare
  pattern text;
begin
  select '"code":"(?:' || string_agg(distinct replace(code.code_prefix, '.', '\.'), '|') || ')' into pattern
  from access.sensitivity_code code join access.sensitivity_category kind on kind.category = code.category and kind.is_active
  where code.system_family = 'icd10';
  update fhir.resource set restricted = true where person_id is not null and resource_type <> 'Patient' and not restricted
    and ((pattern is not null and content ~* pattern) or (content like '%v3-Confidentiality%' and content ~ '"code":"[RV]"'));
  update fhir.history set restricted = true where person_id is not null and resource_type <> 'Patient' and not restricted
    and ((pattern is not null and content ~* pattern) or (content like '%v3-Confidentiality%' and content ~ '"code":"[RV]"'));
end $$;
select fhir.mark_restricted();
drop function fhir.mark_restricted();
