-- Identity numbers that devices write into Patient ID and elsewhere are sealed (docs/decisions/0124-identity-numbers-in-images.md).
alter table imaging.study add column patient_id_index bytea, add column sealed_numbers text;
alter table imaging.series add column sealed_numbers text;
alter table imaging.instance add column sealed_numbers text;
comment on column imaging.study.patient_id is 'Patient ID (0010,0020) as it came, null where there is none or where it is sealed. sensitivity: personal';
comment on column imaging.study.patient_id_index is 'Blind index of a sealed Patient ID, null where it is not sealed. sensitivity: personal';
comment on column imaging.study.sealed_numbers is 'Sealed: texts that stand as places in the attributes, because an identity number is in them. sensitivity: personal';
comment on column imaging.series.sealed_numbers is 'Sealed: texts that stand as places in the attributes, because an identity number is in them. sensitivity: personal';
comment on column imaging.instance.sealed_numbers is 'Sealed: texts that stand as places in the metadata, because an identity number is in them. sensitivity: personal';
create index study_patient_sealed on imaging.study (patient_id_index) where patient_id_index is not null;
-- By the key that sealed them: what a rotation left is found without reading the others.
create index study_sealed_by on imaging.study (left(sealed_numbers, 16), study_uid) where sealed_numbers is not null;
create index series_sealed_by on imaging.series (left(sealed_numbers, 16), series_uid) where sealed_numbers is not null;
create index instance_sealed_by on imaging.instance (left(sealed_numbers, 16), sop_uid) where sealed_numbers is not null;

grant update (metadata, sealed_numbers) on imaging.instance to yigong_app;
