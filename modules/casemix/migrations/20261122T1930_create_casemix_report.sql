create schema casemix_report;
grant usage on schema casemix_report to yigong_app;

create view casemix_report.grouped_discharge as
select d.owner_organisation_id as organisation_id,
  to_char(d.discharged_on, 'YYYY-MM') as month,
  d.discharged_on,
  g.scheme,
  g.pack_id,
  p.name || ' ' || p.version as pack_version,
  d.department,
  d.doctor,
  g.status,
  g.status = '分组成功' as grouped,
  g.group_code,
  g.weight,
  coalesce(w.low_risk, false) as low_risk,
  d.total_fen,
  d.los_days,
  d.died,
  jsonb_array_length(d.procedures) > 0 as has_procedure,
  d.discharge_id
from casemix.discharge d
join casemix.grouping g on g.discharge_id = d.discharge_id
join casemix.pack p on p.pack_id = g.pack_id
left join casemix.group_weight w on w.pack_id = g.pack_id and w.group_code = g.group_code;
comment on view casemix_report.grouped_discharge is 'One row a discharge and scheme: CMI (Y13) = sum(weight) / count(*) where grouped and weight is not null. sensitivity: sensitive';
comment on column casemix_report.grouped_discharge.organisation_id is 'Hospital. sensitivity: none';
comment on column casemix_report.grouped_discharge.month is 'Month of discharge, YYYY-MM. sensitivity: none';
comment on column casemix_report.grouped_discharge.discharged_on is 'Day of discharge. sensitivity: personal';
comment on column casemix_report.grouped_discharge.scheme is 'drg or dip. sensitivity: none';
comment on column casemix_report.grouped_discharge.pack_id is 'Pack: a CMI belongs to its version. sensitivity: none';
comment on column casemix_report.grouped_discharge.pack_version is 'Name and version of the pack. sensitivity: none';
comment on column casemix_report.grouped_discharge.department is 'Department. sensitivity: none';
comment on column casemix_report.grouped_discharge.doctor is 'Doctor. sensitivity: none';
comment on column casemix_report.grouped_discharge.status is 'How grouping ended. sensitivity: none';
comment on column casemix_report.grouped_discharge.grouped is 'In a group. sensitivity: none';
comment on column casemix_report.grouped_discharge.group_code is 'Group. sensitivity: sensitive';
comment on column casemix_report.grouped_discharge.weight is 'Weight or score; null while it waits for local parameters. sensitivity: none';
comment on column casemix_report.grouped_discharge.low_risk is 'Group is on the low-risk list. sensitivity: none';
comment on column casemix_report.grouped_discharge.total_fen is 'Cost in fen. sensitivity: none';
comment on column casemix_report.grouped_discharge.los_days is 'Days in hospital. sensitivity: none';
comment on column casemix_report.grouped_discharge.died is 'Died in hospital. sensitivity: sensitive';
comment on column casemix_report.grouped_discharge.has_procedure is 'A procedure stands on the page. sensitivity: none';
comment on column casemix_report.grouped_discharge.discharge_id is 'Discharge. sensitivity: none';

grant select on all tables in schema casemix_report to yigong_app;
