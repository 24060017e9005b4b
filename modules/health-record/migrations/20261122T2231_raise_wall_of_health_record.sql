-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('health_record.consent_version', organisations => '{owner_organisation_id,grantee_organisation_id}', persons => '{person_id}');
select access.wall('health_record.review', organisations => '{owner_organisation_id}', own => '{person_id}');
select access.wall('health_record.review_decision', parent => 'health_record.review', parent_key => 'review_id');
select access.wall('health_record.request', organisations => '{owner_organisation_id}', own => '{person_id}');
select access.wall('health_record.request_answer', parent => 'health_record.request', parent_key => 'request_id');
select access.wall('health_record.access_request', organisations => '{owner_organisation_id}', own => '{person_id}');
select access.wall('health_record.access_request_decision', parent => 'health_record.access_request', parent_key => 'access_request_id');
select access.wall('health_record.opening', organisations => '{owner_organisation_id,organisation_id}', own => '{person_id}');
