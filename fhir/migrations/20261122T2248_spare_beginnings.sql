-- Texts are stored without their beginning, which says what stands in columns of the row (docs/decisions/0070): some 120 of 1,500 bytes.
-- Rows stored before keep theirs, until they are written again.
create function fhir.whole_text(resource_type text, resource_id text, version integer, last_updated timestamptz, content text) returns text
  language sql stable parallel safe
  return case when content = '' or starts_with(content, '{') then content
    else '{"resourceType":"' || resource_type || '","id":"' || resource_id || '","meta":{"versionId":"' || version
      || '","lastUpdated":"' || to_char(last_updated at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"' || content end;
comment on function fhir.whole_text(text, text, integer, timestamptz, text) is 'The text of a row of fhir.resource or fhir.history as it is sent.';
grant execute on function fhir.whole_text(text, text, integer, timestamptz, text) to yigong_app;

comment on column fhir.resource.content is 'The resource as JSON text after its meta.lastUpdated, or all of it (persons, whose numbers stand sealed at its end, and older rows); empty when deleted. Read through fhir.whole_text. sensitivity: sensitive';
comment on column fhir.history.content is 'As in fhir.resource; empty for a deletion. sensitivity: sensitive';

create or replace view fhir_report.encounter as
select r.resource_id as encounter_id, r.person_id, r.version, r.last_updated, r.deleted,
  c.content ->> 'status' as status, c.content -> 'class' ->> 'code' as class,
  coalesce(nullif(split_part(c.content -> 'serviceProvider' ->> 'reference', '/', 2), ''), r.owner_organisation_id) as organisation_id,
  case when isfinite(r.at_low) then (r.at_low at time zone 'Asia/Shanghai')::date end as started_on,
  case when length(c.content -> 'period' ->> 'end') = 10 then (c.content -> 'period' ->> 'end')::date
    when length(c.content -> 'period' ->> 'end') > 10 then ((c.content -> 'period' ->> 'end')::timestamptz at time zone 'Asia/Shanghai')::date end as ended_on
from fhir.resource r
  cross join lateral (select case when r.deleted then null else fhir.whole_text(r.resource_type, r.resource_id, r.version, r.last_updated, r.content)::jsonb end as content) c
where r.resource_type = 'Encounter';
