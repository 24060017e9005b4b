-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).
select access.wall('indicators.band', organisations => '{owner_organisation_id}');
select access.wall('indicators.alert', organisations => '{owner_organisation_id}', more => 'alert.assignee_id = (select current_setting(''yigong.subject_id'', true))');
select access.wall('indicators.alert_action', organisations => '{owner_organisation_id}', parent => 'indicators.alert', parent_key => 'alert_id');
-- What is approved is a figure like those that were computed, and is compared with others'.
select access.wall('indicators.entry', organisations => '{owner_organisation_id}', more => 'entry.state = ''approved''');
select access.wall('indicators.period', organisations => '{owner_organisation_id}');
