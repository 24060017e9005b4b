-- Numbers are sealed by the key ring (docs/decisions/0048) and found by a keyed digest. Rows of before are sealed by the first start
-- after this migration, before it answers a request: the key is not in the database.
alter table residents.identifier add column identifier_id text not null default gen_random_uuid()::text;
alter table residents.identifier alter column identifier_id drop default;
alter table residents.identifier add column value_index bytea;
alter table residents.identifier drop constraint identifier_key;
alter table residents.identifier drop constraint identifier_id_card_shape;
alter table residents.identifier add constraint identifier_primary primary key (identifier_id);
alter table residents.identifier add constraint identifier_key unique (resident_id, type, value_index);
alter table residents.identifier add constraint identifier_sealed_with_index check (starts_with(value, 'y1.') = (value_index is not null));
drop index residents.identifier_held_once;
create unique index identifier_held_once on residents.identifier (type, value_index)
  where standing = 'held' and type in ('id-card', 'card-number');
drop index residents.identifier_value;
create index identifier_value_index on residents.identifier (value_index, type);
comment on column residents.identifier.identifier_id is 'Binds the sealed number to this row. sensitivity: none';
comment on column residents.identifier.value_index is 'Keyed digest of the number: equal for equal numbers. sensitivity: sensitive';
comment on column residents.identifier.value is 'Sealed. Within: half-width, upper case, 18 characters for an identity card. sensitivity: sensitive';
