-- Nothing here is of a person: queries of subjects may read it (docs/decisions/0073-row-security-of-rooms.md).
select access.leave_open('regions.action', 'regions.region', 'regions.version');
