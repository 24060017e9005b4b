-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).
select access.wall('laboratory.box', organisations => '{owner_organisation_id,laboratory_organisation_id}');
select access.wall('laboratory.temperature', organisations => '{owner_organisation_id}', parent => 'laboratory.box', parent_key => 'box_id');
select access.wall('laboratory.control_lot', organisations => '{owner_organisation_id}');
select access.wall('laboratory.control_value', organisations => '{owner_organisation_id}', parent => 'laboratory.control_lot', parent_key => 'lot_id');
select access.wall('laboratory.external_round', organisations => '{owner_organisation_id}');
