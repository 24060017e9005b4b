create schema recognition_report;
grant usage on schema recognition_report to yigong_app;

create view recognition_report.decision_fact as
select d.decision_id, d.thread_id, d.owner_organisation_id, d.source_organisation_id, d.person_id, d.code, d.item_id, d.decision, d.reason_code, d.saved_fen, d.channel, d.doctor_id, d.decided_at, to_char(d.decided_at at time zone 'Asia/Shanghai', 'YYYY-MM') as decided_month
from recognition.decision d where d.sequence = (select max(latest.sequence) from recognition.decision latest where latest.thread_id = d.thread_id);
comment on view recognition_report.decision_fact is 'The decision that holds for each result, for indicators. sensitivity: personal';
comment on column recognition_report.decision_fact.decision_id is 'Decision. sensitivity: none';
comment on column recognition_report.decision_fact.thread_id is 'Result and place that it is about. sensitivity: none';
comment on column recognition_report.decision_fact.owner_organisation_id is 'Where it was decided. sensitivity: none';
comment on column recognition_report.decision_fact.source_organisation_id is 'Who examined. sensitivity: none';
comment on column recognition_report.decision_fact.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column recognition_report.decision_fact.code is 'Item. sensitivity: none';
comment on column recognition_report.decision_fact.item_id is 'Version of the item. sensitivity: none';
comment on column recognition_report.decision_fact.decision is 'recognised or declined. sensitivity: none';
comment on column recognition_report.decision_fact.reason_code is 'Legal reason. sensitivity: none';
comment on column recognition_report.decision_fact.saved_fen is 'Money saved. sensitivity: none';
comment on column recognition_report.decision_fact.channel is 'screen or cds-hooks. sensitivity: none';
comment on column recognition_report.decision_fact.doctor_id is 'Doctor. sensitivity: personal';
comment on column recognition_report.decision_fact.decided_at is 'When. sensitivity: none';
comment on column recognition_report.decision_fact.decided_month is 'Month in China. sensitivity: none';

create view recognition_report.item_fact as
select i.item_id, i.code, i.kind, i.scope, i.owner_organisation_id, i.valid_from, i.valid_until
from recognition.item i;
comment on view recognition_report.item_fact is 'Items by scope, for the count of recognised items. sensitivity: none';
comment on column recognition_report.item_fact.item_id is 'Version. sensitivity: none';
comment on column recognition_report.item_fact.code is 'Code. sensitivity: none';
comment on column recognition_report.item_fact.kind is 'Kind. sensitivity: none';
comment on column recognition_report.item_fact.scope is 'Scope. sensitivity: none';
comment on column recognition_report.item_fact.owner_organisation_id is 'Publisher. sensitivity: none';
comment on column recognition_report.item_fact.valid_from is 'First day. sensitivity: none';
comment on column recognition_report.item_fact.valid_until is 'Last day. sensitivity: none';

grant select on all tables in schema recognition_report to yigong_app;
