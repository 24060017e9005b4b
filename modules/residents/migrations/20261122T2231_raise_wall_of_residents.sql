-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('residents.resident', organisations => '{owner_organisation_id}', persons => '{resident_id}');
select access.wall('residents.identifier', organisations => '{owner_organisation_id}', persons => '{resident_id}');
select access.wall('residents.match_key', organisations => '{owner_organisation_id}', persons => '{resident_id}');
select access.wall('residents.review', organisations => '{owner_organisation_id,right_organisation_id}');
select access.wall('residents.action', organisations => '{owner_organisation_id}', persons => '{resident_id}');
select access.wall('residents.code', organisations => '{owner_organisation_id}', own => '{resident_id}');
alter view residents_report.resident set (security_invoker = true);
select access.leave_open('residents_report.resident');
