create schema shared_diagnosis_report;
grant usage on schema shared_diagnosis_report to yigong_app;

create view shared_diagnosis_report.order_fact as
select o.order_id, o.kind, o.modality, o.priority, o.state, o.person_id, o.requesting_organisation_id, o.performing_organisation_id, o.centre_organisation_id,
  o.requesting_organisation_id <> o.centre_organisation_id or o.performing_organisation_id <> o.centre_organisation_id as remote,
  o.overflow, o.quality_grade, o.positive, o.critical, o.report_version, o.escalation_level, o.created_at, o.ready_at, o.issued_at, o.deadline,
  to_char(o.created_at at time zone 'Asia/Shanghai', 'YYYY-MM') as ordered_month, to_char(o.issued_at at time zone 'Asia/Shanghai', 'YYYY-MM') as issued_month,
  extract(epoch from o.issued_at - o.ready_at) / 60 as report_minutes, o.issued_at <= o.deadline as on_time,
  o.state = 'cancelled' and o.reason_code = 'recognised' as recognised
from shared_diagnosis.diagnosis_order o;
comment on view shared_diagnosis_report.order_fact is 'One row an order, for indicators. sensitivity: personal';
comment on column shared_diagnosis_report.order_fact.order_id is 'Order. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.modality is 'Modality. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.priority is 'Priority. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.state is 'Present state. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column shared_diagnosis_report.order_fact.requesting_organisation_id is 'Who asked. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.performing_organisation_id is 'Who examined. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.centre_organisation_id is 'Who reads. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.remote is 'Read by another organisation than the one that asked or examined. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.overflow is 'Why it is not the first centre. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.quality_grade is 'A, B or C. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.positive is 'The report found something. sensitivity: sensitive';
comment on column shared_diagnosis_report.order_fact.critical is 'A critical value was found. sensitivity: sensitive';
comment on column shared_diagnosis_report.order_fact.report_version is 'Latest version. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.escalation_level is 'Escalations. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.created_at is 'Order. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.ready_at is 'When the promised time began. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.issued_at is 'First issue. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.deadline is 'Promised moment. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.ordered_month is 'Month of the order in China. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.issued_month is 'Month of the report in China. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.report_minutes is 'Minutes from ready to issued. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.on_time is 'Issued by the promised moment. sensitivity: none';
comment on column shared_diagnosis_report.order_fact.recognised is 'Cancelled because an earlier result was recognised. sensitivity: none';

create view shared_diagnosis_report.critical_fact as
select v.critical_id, v.kind, v.code, v.state, v.person_id, v.reporter_organisation_id, v.receiver_organisation_id, v.detected_at, v.notified_at, v.acknowledged_at, v.acted_at, v.closed_at, v.escalation_level,
  v.acknowledged_at <= v.notified_at + make_interval(mins => v.clock[1]) as acknowledged_in_time, extract(epoch from v.acknowledged_at - v.notified_at) / 60 as acknowledge_minutes
from shared_diagnosis.critical_value v;
comment on view shared_diagnosis_report.critical_fact is 'One row a critical value, for indicators. sensitivity: personal';
comment on column shared_diagnosis_report.critical_fact.critical_id is 'Critical value. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.code is 'Code of the item. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.state is 'Present state. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column shared_diagnosis_report.critical_fact.reporter_organisation_id is 'Who found it. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.receiver_organisation_id is 'Who must act. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.detected_at is 'Detection. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.notified_at is 'First notice. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.acknowledged_at is 'Acknowledgement. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.acted_at is 'Action. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.closed_at is 'End. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.escalation_level is 'Escalations. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.acknowledged_in_time is 'Before the first escalation. sensitivity: none';
comment on column shared_diagnosis_report.critical_fact.acknowledge_minutes is 'Minutes from notice to acknowledgement. sensitivity: none';

create view shared_diagnosis_report.contract_fact as
select c.contract_id, c.kind, c.owner_organisation_id as centre_organisation_id, m.member_organisation_id, c.contract_rank, c.valid_from, c.valid_until
from shared_diagnosis.centre_contract c join shared_diagnosis.contract_member m using (contract_id);
comment on view shared_diagnosis_report.contract_fact is 'Who is served by which centre, for coverage. sensitivity: none';
comment on column shared_diagnosis_report.contract_fact.contract_id is 'Contract. sensitivity: none';
comment on column shared_diagnosis_report.contract_fact.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis_report.contract_fact.centre_organisation_id is 'Centre. sensitivity: none';
comment on column shared_diagnosis_report.contract_fact.member_organisation_id is 'Member. sensitivity: none';
comment on column shared_diagnosis_report.contract_fact.contract_rank is '1 is asked first. sensitivity: none';
comment on column shared_diagnosis_report.contract_fact.valid_from is 'First day. sensitivity: none';
comment on column shared_diagnosis_report.contract_fact.valid_until is 'Last day. sensitivity: none';

grant select on all tables in schema shared_diagnosis_report to yigong_app;
