-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).
-- What a task was given may name persons (the members of an exported group).
select access.wall('jobs.task', organisations => '{owner_organisation_id}', more => 'task.subject_id = (select current_setting(''yigong.subject_id'', true))');
