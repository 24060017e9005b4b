alter table fhir.resource add column restricted boolean not null default false;
alter table fhir.history add column restricted boolean not null default false;
comment on column fhir.resource.restricted is 'Labelled R or V by its author, or holds a code of a sensitive kind: a plain ground does not open it. sensitivity: personal';
comment on column fhir.history.restricted is 'As in fhir.resource, of that version. sensitivity: personal';

-- Rows stored before: labels, and the codes that are listed at first, without the finer look at code systems that writes take.
update fhir.resource set restricted = true where person_id is not null and resource_type <> 'Patient'
  and (content ~* '"code":"(?:F20|F21|F22|F23|F24|F25|F28|F29|F30|F31|B20|B21|B22|B23|B24|Z21|R75|A50|A51|A52|A53|A54|A55|A56|A57|A58|A59|A60|A63|A64|F10|F11|F12|F13|F14|F15|F16|F18|F19|O04|O05|O06|O07|Z33\.2|T74|Y05|Y06|Y07|Z61\.[45])' or (content like '%v3-Confidentiality%' and content ~ '"code":"[RV]"'));
update fhir.history set restricted = true where person_id is not null and resource_type <> 'Patient'
  and (content ~* '"code":"(?:F20|F21|F22|F23|F24|F25|F28|F29|F30|F31|B20|B21|B22|B23|B24|Z21|R75|A50|A51|A52|A53|A54|A55|A56|A57|A58|A59|A60|A63|A64|F10|F11|F12|F13|F14|F15|F16|F18|F19|O04|O05|O06|O07|Z33\.2|T74|Y05|Y06|Y07|Z61\.[45])' or (content like '%v3-Confidentiality%' and content ~ '"code":"[RV]"'));
