-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('scheduling.bed', organisations => '{owner_organisation_id}', persons => '{person_id}', more => 'bed.person_id is null');
select access.wall('scheduling.reservation', organisations => '{owner_organisation_id,by_organisation_id}', persons => '{person_id}');
select access.wall('scheduling.action', organisations => '{owner_organisation_id}', persons => '{person_id}', more => 'action.person_id is null');
select access.leave_open('scheduling.clinic', 'scheduling.session', 'scheduling.slot', 'scheduling.ward');
