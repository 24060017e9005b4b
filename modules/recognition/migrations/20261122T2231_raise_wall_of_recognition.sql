-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('recognition.decision', organisations => '{owner_organisation_id,source_organisation_id}', persons => '{person_id}');
select access.wall('recognition.offer', organisations => '{owner_organisation_id}', persons => '{person_id}');
alter view recognition_report.decision_fact set (security_invoker = true);
alter view recognition_report.item_fact set (security_invoker = true);
select access.leave_open('recognition.decline_reason', 'recognition.equivalence', 'recognition.item', 'recognition.quality_mark',
  'recognition_report.decision_fact', 'recognition_report.item_fact');
