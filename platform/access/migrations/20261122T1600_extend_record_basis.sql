alter table access.record_basis
  add column purpose text,
  add column resource text,
  add column opens_restricted boolean not null default false,
  add column granted_by text default nullif(current_setting('yigong.subject_id', true), ''),
  add column granted_at timestamptz not null default clock_timestamp(),
  drop constraint record_basis_known,
  add constraint record_basis_known check (basis in
    ('treatment', 'referral', 'contract', 'shared-centre', 'secondment', 'consent', 'emergency', 'registration', 'statistics', 'share', 'reveal')),
  add constraint record_basis_purpose check (purpose in
    ('treatment', 'referral', 'follow-up', 'quality', 'correction', 'review', 'statistics', 'research')),
  add constraint record_basis_one_thing check ((basis in ('share', 'reveal')) <= (resource is not null and purpose is not null and valid_until is not null)),
  add constraint record_basis_statistics check (basis <> 'statistics' or purpose in ('statistics', 'research')),
  add constraint record_basis_emergency check (basis <> 'emergency' or not opens_restricted or valid_until is not null);
comment on column access.record_basis.purpose is 'The one purpose it opens the record for; null for every purpose of care. sensitivity: none';
comment on column access.record_basis.resource is 'Type/id when only one thing is opened, null for the record. sensitivity: personal';
comment on column access.record_basis.opens_restricted is 'Opens what is labelled or classed as sensitive too. sensitivity: none';
comment on column access.record_basis.granted_by is 'Account whose act made it, null for the platform. sensitivity: none';
comment on column access.record_basis.granted_at is 'When the row was made. sensitivity: none';
create index record_basis_source on access.record_basis (source);
create index record_basis_thing on access.record_basis (organisation_id, resource) where resource is not null;
create index record_basis_granted on access.record_basis (granted_at) where granted_by is not null;

create table access.refusal (
  person_id text not null,
  organisation_id text not null,
  purpose text,
  source text not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  constraint refusal_key primary key (person_id, organisation_id, source),
  constraint refusal_order check (valid_until is null or valid_until >= valid_from)
);
comment on table access.refusal is 'What a resident forbade: it closes every ground but an emergency. sensitivity: personal';
comment on column access.refusal.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column access.refusal.organisation_id is 'The organisation refused, with all below it; * for every organisation. sensitivity: none';
comment on column access.refusal.purpose is 'The one purpose refused, null for every one. sensitivity: none';
comment on column access.refusal.source is 'What created it, as module/id. sensitivity: none';
comment on column access.refusal.valid_from is 'First instant. sensitivity: none';
comment on column access.refusal.valid_until is 'Last instant, null while it lasts. sensitivity: none';

create table access.sensitivity_category (
  category text primary key,
  title_zh text not null,
  title_en text not null,
  is_active boolean not null default true
);
comment on table access.sensitivity_category is 'Kinds of diagnoses that are masked by default. sensitivity: none';
comment on column access.sensitivity_category.category is 'Short name. sensitivity: none';
comment on column access.sensitivity_category.title_zh is 'Chinese name. sensitivity: none';
comment on column access.sensitivity_category.title_en is 'English name. sensitivity: none';
comment on column access.sensitivity_category.is_active is 'Whether it masks. sensitivity: none';

create table access.sensitivity_code (
  category text not null references access.sensitivity_category (category),
  system_family text not null,
  code_prefix text not null,
  constraint sensitivity_code_key primary key (category, system_family, code_prefix),
  constraint sensitivity_code_written check (code_prefix ~ '^[A-Za-z0-9.]{2,20}$'),
  constraint sensitivity_code_family check (system_family in ('icd10', 'loinc', 'snomed', 'any'))
);
comment on table access.sensitivity_code is 'Codes of each kind; a code belongs when it begins so. sensitivity: none';
comment on column access.sensitivity_code.category is 'Kind. sensitivity: none';
comment on column access.sensitivity_code.system_family is 'Family of code systems: icd10, loinc, snomed, any. sensitivity: none';
comment on column access.sensitivity_code.code_prefix is 'Beginning of the code. sensitivity: none';

insert into access.sensitivity_category (category, title_zh, title_en) values
  ('mental', '严重精神障碍', 'Severe mental illness'),
  ('hiv', '艾滋病病毒感染', 'HIV infection'),
  ('sexual', '性传播疾病', 'Sexually transmitted infection'),
  ('substance', '物质依赖', 'Substance dependence'),
  ('termination', '终止妊娠', 'Termination of pregnancy'),
  ('abuse', '遭受虐待或性侵害', 'Maltreatment or sexual assault');
insert into access.sensitivity_code (category, system_family, code_prefix)
select category, 'icd10', code from (values
  ('mental', array['F20', 'F21', 'F22', 'F23', 'F24', 'F25', 'F28', 'F29', 'F30', 'F31']),
  ('hiv', array['B20', 'B21', 'B22', 'B23', 'B24', 'Z21', 'R75']),
  ('sexual', array['A50', 'A51', 'A52', 'A53', 'A54', 'A55', 'A56', 'A57', 'A58', 'A59', 'A60', 'A63', 'A64']),
  ('substance', array['F10', 'F11', 'F12', 'F13', 'F14', 'F15', 'F16', 'F18', 'F19']),
  ('termination', array['O04', 'O05', 'O06', 'O07', 'Z33.2']),
  ('abuse', array['T74', 'Y05', 'Y06', 'Y07', 'Z61.4', 'Z61.5'])
) as listed (category, codes), unnest(listed.codes) as code;

grant select, insert, update on access.refusal to yigong_app;
grant select, insert, update on access.sensitivity_category to yigong_app;
grant select, insert, delete on access.sensitivity_code to yigong_app;
