comment on column exchange.person_number.number_digest is 'Keyed digest of organisation, number range and number; SHA-256 in rows of before, until the number is said again. sensitivity: personal';
