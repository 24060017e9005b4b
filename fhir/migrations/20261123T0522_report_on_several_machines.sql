-- Where Citus has spread the record, a sub-select without a table cannot be sent to the machines: there the text of an encounter is parsed for each column
-- that is read from it. Run once the tables are spread, and after migrations, which may have made the view anew.
create function fhir.after_distribution() returns void language plpgsql as $$
begin
  if access.is_distributed('fhir.resource'::regclass) then
    create or replace view fhir_report.encounter with (security_invoker = true) as
    select r.resource_id as encounter_id, r.person_id, r.version, r.last_updated, r.deleted,
      r.parsed ->> 'status' as status, r.parsed -> 'class' ->> 'code' as class,
      coalesce(nullif(split_part(r.parsed -> 'serviceProvider' ->> 'reference', '/', 2), ''), r.owner_organisation_id) as organisation_id,
      case when isfinite(r.at_low) then (r.at_low at time zone 'Asia/Shanghai')::date end as started_on,
      case when length(r.parsed -> 'period' ->> 'end') = 10 then (r.parsed -> 'period' ->> 'end')::date
        when length(r.parsed -> 'period' ->> 'end') > 10 then ((r.parsed -> 'period' ->> 'end')::timestamptz at time zone 'Asia/Shanghai')::date end as ended_on
    from (select e.resource_id, e.person_id, e.version, e.last_updated, e.deleted, e.owner_organisation_id, e.at_low,
        case when e.deleted then null else fhir.whole_text(e.resource_type, e.resource_id, e.version, e.last_updated, e.content)::jsonb end as parsed
      from fhir.resource e where e.resource_type = 'Encounter') r;
  end if;
end $$;
comment on function fhir.after_distribution() is 'Lets the published encounters be read on every machine.';

create function fhir.after_migration() returns void language sql as 'select fhir.after_distribution()';
comment on function fhir.after_migration() is 'As after_distribution: a migration may have made the view anew.';
revoke all on function fhir.after_distribution(), fhir.after_migration() from public;
