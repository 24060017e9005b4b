-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).
select access.wall('shared_diagnosis.template', organisations => '{owner_organisation_id}');
select access.wall('shared_diagnosis.reader_permit', organisations => '{owner_organisation_id}');
select access.wall('shared_diagnosis.shift', organisations => '{owner_organisation_id}');
select access.wall('shared_diagnosis.quality_plan', organisations => '{owner_organisation_id}');
select access.wall('shared_diagnosis.correction', organisations => '{owner_organisation_id}');
select access.wall('shared_diagnosis.statement', organisations => '{owner_organisation_id}');
select access.wall('shared_diagnosis.charge', organisations => '{owner_organisation_id,performing_organisation_id}');
