-- Nothing here is of a person: queries of subjects may read it (docs/decisions/0073-row-security-of-rooms.md).
select access.leave_open('governance.action', 'governance.body', 'governance.charter', 'governance.charter_signature', 'governance.item', 'governance.meeting',
  'governance.resolution', 'governance.seat', 'governance.site', 'governance.vote');
