-- A list on which somebody stood is a look at them, too: found by the persons whom the entry names.
create index entry_listed_persons on audit.entry using gin ((detail -> 'ids') jsonb_path_ops) where detail -> 'ids' is not null;
