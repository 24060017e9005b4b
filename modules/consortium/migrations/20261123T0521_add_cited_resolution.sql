alter table consortium.action add column resolution_number text;
comment on column consortium.action.resolution_number is 'Number of the resolution that the act cites. sensitivity: none';
