-- Telephones are sealed by the key ring and found whole, by a keyed digest; blocking keys are keyed digests instead of plain hashes
-- (docs/decisions/0072). Rows of before are done by the first start after this migration, before it answers a request.
drop index residents.resident_phone;
alter table residents.resident drop column phone_digits;
alter table residents.resident add column phone_index bytea;
comment on column residents.resident.phone is 'Sealed. Within: the telephone as written. sensitivity: sensitive';
comment on column residents.resident.phone_index is 'Keyed digest of the digits of the telephone: equal for equal numbers. sensitivity: sensitive';
create index resident_phone_index on residents.resident (phone_index) where phone_index is not null;

alter table residents.match_key add column is_keyed boolean not null default false;
alter table residents.match_key alter column is_keyed set default true;
comment on column residents.match_key.is_keyed is 'Made with a key of the key ring; false only until the first start after an upgrade. sensitivity: none';
comment on column residents.match_key.keys is 'Keyed digests of the keys of rules/blocking-keys.ts, 64 bits of each. sensitivity: personal';
create index match_key_unkeyed on residents.match_key (resident_id) where not is_keyed;
