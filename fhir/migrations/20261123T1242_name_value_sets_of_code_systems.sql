-- CodeSystem.valueSet (https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.valueSet): the address of the value set of all its codes, which nobody has to store.
alter table fhir.code_system add column value_set text;
comment on column fhir.code_system.value_set is 'Canonical address of the value set of all its codes. sensitivity: none';
create index code_system_value_set on fhir.code_system (value_set, last_updated desc) where value_set is not null;

do $$
declare
  found record;
begin
  for found in
    select r.key, fhir.whole_text(r.resource_type, r.resource_id, r.version, r.last_updated, r.content)::jsonb ->> 'valueSet' as value_set
    from fhir.resource r where r.resource_type = 'CodeSystem' and not r.deleted
  loop
    update fhir.code_system set value_set = split_part(found.value_set, '|', 1) where key = found.key and url not like 'supplement:%' and found.value_set is not null;
  end loop;
end $$;
