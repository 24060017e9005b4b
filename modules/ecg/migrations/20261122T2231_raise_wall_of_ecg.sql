-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('ecg.record', organisations => '{owner_organisation_id}', persons => '{person_id}');
select access.wall('ecg.original', parent => 'ecg.record', parent_key => 'record_id');
select access.wall('ecg.action', parent => 'ecg.record', parent_key => 'record_id');
