create schema fhir_report;
grant usage on schema fhir_report to yigong_app;

create view fhir_report.encounter as
select r.resource_id as encounter_id, r.person_id, r.version, r.last_updated, r.deleted,
  c.content ->> 'status' as status, c.content -> 'class' ->> 'code' as class,
  coalesce(nullif(split_part(c.content -> 'serviceProvider' ->> 'reference', '/', 2), ''), r.owner_organisation_id) as organisation_id,
  case when isfinite(r.at_low) then (r.at_low at time zone 'Asia/Shanghai')::date end as started_on,
  case when length(c.content -> 'period' ->> 'end') = 10 then (c.content -> 'period' ->> 'end')::date
    when length(c.content -> 'period' ->> 'end') > 10 then ((c.content -> 'period' ->> 'end')::timestamptz at time zone 'Asia/Shanghai')::date end as ended_on
from fhir.resource r cross join lateral (select case when r.deleted then null else r.content::jsonb end as content) c
where r.resource_type = 'Encounter';
comment on view fhir_report.encounter is 'Encounters as indicators count them, with the time of their last change. sensitivity: sensitive';
comment on column fhir_report.encounter.encounter_id is 'FHIR Encounter id. sensitivity: personal';
comment on column fhir_report.encounter.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column fhir_report.encounter.version is 'Version. sensitivity: none';
comment on column fhir_report.encounter.last_updated is 'Time of the version. sensitivity: none';
comment on column fhir_report.encounter.deleted is 'No longer there. sensitivity: none';
comment on column fhir_report.encounter.status is 'FHIR status. sensitivity: none';
comment on column fhir_report.encounter.class is 'AMB, EMER, IMP and others. sensitivity: none';
comment on column fhir_report.encounter.organisation_id is 'Service provider, else the owner. sensitivity: none';
comment on column fhir_report.encounter.started_on is 'First day, in China. sensitivity: personal';
comment on column fhir_report.encounter.ended_on is 'Last day, in China. sensitivity: personal';
grant select on fhir_report.encounter to yigong_app;
