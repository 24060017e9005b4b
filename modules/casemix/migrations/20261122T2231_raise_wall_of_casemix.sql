-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('casemix.front_page_import', organisations => '{owner_organisation_id}');
select access.wall('casemix.discharge', organisations => '{owner_organisation_id}');
select access.wall('casemix.grouping', parent => 'casemix.discharge', parent_key => 'discharge_id');
alter view casemix_report.grouped_discharge set (security_invoker = true);
select access.leave_open('casemix.group_weight', 'casemix.pack', 'casemix.pack_action', 'casemix.pack_file', 'casemix_report.grouped_discharge');
