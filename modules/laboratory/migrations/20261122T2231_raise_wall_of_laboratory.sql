-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('laboratory.specimen', organisations => '{owner_organisation_id,laboratory_organisation_id}', persons => '{person_id}');
select access.wall('laboratory.result', parent => 'laboratory.specimen', parent_key => 'specimen_id');
select access.wall('laboratory.piece', parent => 'laboratory.specimen', parent_key => 'specimen_id');
select access.wall('laboratory.opinion', parent => 'laboratory.specimen', parent_key => 'specimen_id');
select access.wall('laboratory.action', parent => 'laboratory.specimen', parent_key => 'specimen_id');
alter view laboratory_report.specimen set (security_invoker = true);
select access.leave_open('laboratory.box', 'laboratory.control_lot', 'laboratory.control_value', 'laboratory.external_round', 'laboratory.reference_range',
  'laboratory.temperature', 'laboratory_report.specimen');
