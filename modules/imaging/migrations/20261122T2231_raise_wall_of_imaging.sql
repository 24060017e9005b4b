-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('imaging.study', organisations => '{owner_organisation_id}', persons => '{person_id}');
select access.wall('imaging.series', parent => 'imaging.study', parent_key => 'study_uid');
select access.wall('imaging.instance', parent => 'imaging.study', parent_key => 'study_uid');
select access.wall('imaging.action', parent => 'imaging.study', parent_key => 'study_uid');
select access.wall('imaging.refused_instance', organisations => '{owner_organisation_id}');
select access.leave_open('imaging.calling_title');
