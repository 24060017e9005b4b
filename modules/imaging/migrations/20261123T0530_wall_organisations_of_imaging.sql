-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).
select access.wall('imaging.calling_title', organisations => '{owner_organisation_id}');
