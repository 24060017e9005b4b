-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('shared_diagnosis.diagnosis_order', organisations => '{requesting_organisation_id,performing_organisation_id,centre_organisation_id,consult_organisation_id,move_organisation_id}', persons => '{person_id}');
select access.wall('shared_diagnosis.order_action', parent => 'shared_diagnosis.diagnosis_order', parent_key => 'order_id');
select access.wall('shared_diagnosis.report', organisations => '{owner_organisation_id}', persons => '{person_id}', parent => 'shared_diagnosis.diagnosis_order', parent_key => 'order_id');
select access.wall('shared_diagnosis.critical_value', organisations => '{reporter_organisation_id,receiver_organisation_id}', persons => '{person_id}');
select access.wall('shared_diagnosis.critical_action', parent => 'shared_diagnosis.critical_value', parent_key => 'critical_id');
select access.wall('shared_diagnosis.second_reading', organisations => '{owner_organisation_id}', parent => 'shared_diagnosis.diagnosis_order', parent_key => 'order_id');
alter view shared_diagnosis_report.contract_fact set (security_invoker = true);
alter view shared_diagnosis_report.critical_fact set (security_invoker = true);
alter view shared_diagnosis_report.order_fact set (security_invoker = true);
select access.leave_open('shared_diagnosis.centre_contract', 'shared_diagnosis.charge', 'shared_diagnosis.contract_member', 'shared_diagnosis.correction',
  'shared_diagnosis.critical_clock', 'shared_diagnosis.critical_rule', 'shared_diagnosis.quality_plan', 'shared_diagnosis.reader_permit', 'shared_diagnosis.shift',
  'shared_diagnosis.statement', 'shared_diagnosis.template', 'shared_diagnosis.watch_mark', 'shared_diagnosis_report.contract_fact',
  'shared_diagnosis_report.critical_fact', 'shared_diagnosis_report.order_fact');
