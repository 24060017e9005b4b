-- Nothing here is of a person: queries of subjects may read it (docs/decisions/0073-row-security-of-rooms.md).
select access.leave_open('task_ledger.action', 'task_ledger.bulletin', 'task_ledger.evidence', 'task_ledger.milestone', 'task_ledger.party', 'task_ledger.receipt',
  'task_ledger.task');
