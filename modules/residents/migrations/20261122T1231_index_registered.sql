-- The list without a search begins with the newest entries.
create index resident_registered on residents.resident (registered_at desc, resident_id desc);
