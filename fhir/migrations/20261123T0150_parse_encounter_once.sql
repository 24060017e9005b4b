-- `offset 0` keeps the planner from copying the parsing of the text into every column that reads it: seven times a row before.
create or replace view fhir_report.encounter with (security_invoker = true) as
select r.resource_id as encounter_id, r.person_id, r.version, r.last_updated, r.deleted,
  c.content ->> 'status' as status, c.content -> 'class' ->> 'code' as class,
  coalesce(nullif(split_part(c.content -> 'serviceProvider' ->> 'reference', '/', 2), ''), r.owner_organisation_id) as organisation_id,
  case when isfinite(r.at_low) then (r.at_low at time zone 'Asia/Shanghai')::date end as started_on,
  case when length(c.content -> 'period' ->> 'end') = 10 then (c.content -> 'period' ->> 'end')::date
    when length(c.content -> 'period' ->> 'end') > 10 then ((c.content -> 'period' ->> 'end')::timestamptz at time zone 'Asia/Shanghai')::date end as ended_on
from fhir.resource r
  cross join lateral (select case when r.deleted then null else fhir.whole_text(r.resource_type, r.resource_id, r.version, r.last_updated, r.content)::jsonb end as content offset 0) c
where r.resource_type = 'Encounter';
