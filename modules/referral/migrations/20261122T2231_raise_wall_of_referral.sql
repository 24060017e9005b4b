-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('referral.referral', organisations => '{from_organisation_id,to_organisation_id,move_organisation_id}', persons => '{person_id}');
select access.wall('referral.action', parent => 'referral.referral', parent_key => 'referral_id');
select access.wall('referral.follow_up', organisations => '{organisation_id}', persons => '{person_id}', parent => 'referral.referral', parent_key => 'referral_id');
select access.wall('referral.medication_line', organisations => '{organisation_id}', parent => 'referral.referral', parent_key => 'referral_id');
select access.wall('referral.medication_shortage', organisations => '{organisation_id}', parent => 'referral.referral', parent_key => 'referral_id');
alter view referral_report.referral_fact set (security_invoker = true);
alter view referral_report.timeline_item set (security_invoker = true);
select access.leave_open('referral.calendar_day', 'referral.clock_rule', 'referral.criterion', 'referral.reason', 'referral_report.referral_fact',
  'referral_report.timeline_item');
