alter table task_ledger.action add column resolution_number text;
comment on column task_ledger.action.resolution_number is 'Number of the resolution that the act cites. sensitivity: none';
