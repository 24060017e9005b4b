-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('exchange.message', organisations => '{owner_organisation_id}');
select access.wall('exchange.message_event', parent => 'exchange.message', parent_key => 'message_id');
select access.wall('exchange.message_state', organisations => '{owner_organisation_id}');
select access.wall('exchange.person_number', organisations => '{owner_organisation_id}');
select access.wall('exchange.table_import', organisations => '{owner_organisation_id}');
select access.wall('exchange.table_row', organisations => '{owner_organisation_id}');
select access.wall('exchange.site', organisations => '{owner_organisation_id}');
select access.wall('exchange.taken_number', organisations => '{owner_organisation_id}');
select access.leave_open('exchange.mapping_version');
