create schema residents;
grant usage on schema residents to yigong_app;

create table residents.resident (
  resident_id text primary key,
  owner_organisation_id text not null,
  kind text not null,
  name text not null,
  name_normalised text not null,
  name_pinyin text not null,
  pinyin_initials text not null,
  sex text not null,
  birth_date date,
  phone text,
  phone_digits text,
  address text,
  household_id text,
  mother_id text references residents.resident (resident_id),
  birth_order integer,
  temporary_label text,
  merged_into_id text references residents.resident (resident_id),
  version integer not null default 1,
  registered_at timestamptz not null,
  constraint resident_kind_known check (kind in ('resident', 'newborn', 'unidentified')),
  constraint resident_sex_known check (sex in ('male', 'female', 'other', 'unknown')),
  constraint resident_birth_known check (birth_date is not null or kind <> 'newborn'),
  constraint resident_newborn_mother check (mother_id is null or kind in ('newborn', 'resident')),
  constraint resident_label_unidentified check (kind <> 'unidentified' or temporary_label is not null),
  constraint resident_not_merged_into_itself check (merged_into_id <> resident_id)
);
comment on table residents.resident is 'Person index: one row per entry, the FHIR Patient of the same id tells the same. sensitivity: personal';
comment on column residents.resident.resident_id is 'FHIR Patient id. sensitivity: personal';
comment on column residents.resident.owner_organisation_id is 'Organisation that registered and manages the entry. sensitivity: none';
comment on column residents.resident.kind is 'resident, newborn without document, or unidentified. sensitivity: none';
comment on column residents.resident.name is 'Name as written. sensitivity: personal';
comment on column residents.resident.name_normalised is 'Simplified characters without spaces, for search. sensitivity: personal';
comment on column residents.resident.name_pinyin is 'Syllables run together, for search. sensitivity: personal';
comment on column residents.resident.pinyin_initials is 'First letters of the syllables, for search. sensitivity: personal';
comment on column residents.resident.sex is 'FHIR administrative gender. sensitivity: personal';
comment on column residents.resident.birth_date is 'Calendar day of birth, null while nobody knows it. sensitivity: personal';
comment on column residents.resident.phone is 'Telephone as written. sensitivity: personal';
comment on column residents.resident.phone_digits is 'Digits of the telephone, for search. sensitivity: personal';
comment on column residents.resident.address is 'Home address as written. sensitivity: personal';
comment on column residents.resident.household_id is 'Household to which the person belongs. sensitivity: personal';
comment on column residents.resident.mother_id is 'Mother of a newborn. sensitivity: personal';
comment on column residents.resident.birth_order is 'Which of several born together, from 1. sensitivity: personal';
comment on column residents.resident.temporary_label is 'Label on the wrist of an unidentified patient. sensitivity: personal';
comment on column residents.resident.merged_into_id is 'The surviving entry while this one is merged. sensitivity: personal';
comment on column residents.resident.version is 'Grows by one with each change. sensitivity: none';
comment on column residents.resident.registered_at is 'When the entry was made. sensitivity: none';
create index resident_name on residents.resident (name_normalised text_pattern_ops);
create index resident_pinyin on residents.resident (name_pinyin text_pattern_ops);
create index resident_initials on residents.resident (pinyin_initials text_pattern_ops);
create index resident_phone on residents.resident (phone_digits text_pattern_ops) where phone_digits is not null;
create index resident_owner on residents.resident (owner_organisation_id, resident_id);
create index resident_household on residents.resident (household_id) where household_id is not null;
create index resident_merged_into on residents.resident (merged_into_id) where merged_into_id is not null;
create index resident_mother on residents.resident (mother_id) where mother_id is not null;

create table residents.identifier (
  resident_id text not null references residents.resident (resident_id),
  owner_organisation_id text not null,
  type text not null,
  value text not null,
  standing text not null,
  since timestamptz not null,
  constraint identifier_key primary key (resident_id, type, value),
  constraint identifier_type_known check (type in ('id-card', 'insurance-number', 'card-number', 'passport',
    'hong-kong-macao-permit', 'taiwan-permit', 'birth-certificate')),
  constraint identifier_standing_known check (standing in ('held', 'claimed', 'retired')),
  constraint identifier_id_card_shape check (type <> 'id-card' or value ~ '^[0-9]{17}[0-9X]$')
);
comment on table residents.identifier is 'Numbers by which a person is known. sensitivity: personal';
comment on column residents.identifier.resident_id is 'Whose number. sensitivity: personal';
comment on column residents.identifier.owner_organisation_id is 'Organisation that manages the entry. sensitivity: none';
comment on column residents.identifier.type is 'Kind of number; the system address is in contract/schemas.ts. sensitivity: none';
comment on column residents.identifier.value is 'Normalised: half-width, upper case, 18 characters for an identity card. sensitivity: sensitive';
comment on column residents.identifier.standing is 'held, claimed (another holds it, a review decides) or retired. sensitivity: none';
comment on column residents.identifier.since is 'Since when in this standing. sensitivity: none';
create unique index identifier_held_once on residents.identifier (type, value)
  where standing = 'held' and type in ('id-card', 'card-number');
create index identifier_value on residents.identifier (value, type);

create table residents.match_key (
  resident_id text primary key references residents.resident (resident_id),
  owner_organisation_id text not null,
  keys bigint[] not null
);
comment on table residents.match_key is 'Hashed blocking keys: only entries that share one are compared. sensitivity: personal';
comment on column residents.match_key.resident_id is 'The entry. sensitivity: personal';
comment on column residents.match_key.owner_organisation_id is 'Organisation that manages the entry. sensitivity: none';
comment on column residents.match_key.keys is 'Hashes of the keys of rules/blocking-keys.ts. sensitivity: personal';
create index match_key_keys on residents.match_key using gin (keys);

create table residents.review (
  review_id text primary key,
  owner_organisation_id text not null,
  left_id text not null references residents.resident (resident_id),
  right_id text not null references residents.resident (resident_id),
  right_organisation_id text not null,
  score integer not null,
  rule text not null,
  evidence jsonb not null,
  state text not null default 'open',
  state_since timestamptz not null,
  reason text,
  constraint review_state_known check (state in ('open', 'same', 'different')),
  constraint review_reason_given check (state = 'open' or reason is not null),
  constraint review_two_people check (left_id <> right_id)
);
comment on table residents.review is 'Pairs of entries that may be one person. sensitivity: personal';
comment on column residents.review.review_id is 'The pair''s number. sensitivity: none';
comment on column residents.review.owner_organisation_id is 'Organisation that manages the left entry. sensitivity: none';
comment on column residents.review.left_id is 'The older entry. sensitivity: personal';
comment on column residents.review.right_id is 'The newer entry. sensitivity: personal';
comment on column residents.review.right_organisation_id is 'Organisation that manages the right entry. sensitivity: none';
comment on column residents.review.score is 'Bits of evidence for one person. sensitivity: none';
comment on column residents.review.rule is 'Rule that asked for a decision. sensitivity: none';
comment on column residents.review.evidence is 'Field, level and weight of each comparison; no values. sensitivity: none';
comment on column residents.review.state is 'open, same or different. sensitivity: none';
comment on column residents.review.state_since is 'Since when in this state. sensitivity: none';
comment on column residents.review.reason is 'Why it was decided so. sensitivity: personal';
create unique index review_pair on residents.review (least(left_id, right_id), greatest(left_id, right_id));
create index review_open on residents.review (state, score desc, review_id);
create index review_left on residents.review (left_id);
create index review_right on residents.review (right_id);

create table residents.action (
  action_id text primary key,
  action_no bigint generated always as identity,
  resident_id text not null references residents.resident (resident_id),
  owner_organisation_id text not null,
  action text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  by_organisation_id text,
  other_resident_id text references residents.resident (resident_id),
  reason text,
  constraint action_known check (action in ('registered', 'registered-newborn', 'registered-without-document', 'matched', 'updated',
    'review-opened', 'decided-same', 'decided-different', 'merged', 'unmerged', 'code-issued', 'code-resolved'))
);
comment on table residents.action is 'What was done to an entry, append-only. sensitivity: personal';
comment on column residents.action.action_id is 'Number of the line. sensitivity: none';
comment on column residents.action.action_no is 'Order of recording. sensitivity: none';
comment on column residents.action.resident_id is 'The entry; for a merge the surviving one. sensitivity: personal';
comment on column residents.action.owner_organisation_id is 'Organisation that manages the entry. sensitivity: none';
comment on column residents.action.action is 'What was done. sensitivity: none';
comment on column residents.action.at is 'When. sensitivity: none';
comment on column residents.action.by_id is 'Account that did it. sensitivity: none';
comment on column residents.action.by_name is 'Name at that time. sensitivity: personal';
comment on column residents.action.by_organisation_id is 'Organisation acted for. sensitivity: none';
comment on column residents.action.other_resident_id is 'The other entry of a merge, match or review. sensitivity: personal';
comment on column residents.action.reason is 'Stated reason. sensitivity: personal';
create index action_resident on residents.action (resident_id, action_no desc);
create index action_other on residents.action (other_resident_id) where other_resident_id is not null;

create table residents.code (
  code_id text primary key,
  resident_id text not null references residents.resident (resident_id),
  owner_organisation_id text not null,
  issued_by_resident boolean not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint code_short_lived check (expires_at <= issued_at + interval '2 minutes')
);
comment on table residents.code is 'Dynamic codes: one use within two minutes. sensitivity: personal';
comment on column residents.code.code_id is 'Number inside the signed code. sensitivity: personal';
comment on column residents.code.resident_id is 'Whose code. sensitivity: personal';
comment on column residents.code.owner_organisation_id is 'Organisation that manages the entry. sensitivity: none';
comment on column residents.code.issued_by_resident is 'Shown by the person on the own telephone, not printed by staff. sensitivity: none';
comment on column residents.code.issued_at is 'When it was made. sensitivity: none';
comment on column residents.code.expires_at is 'Last instant of use. sensitivity: none';
comment on column residents.code.used_at is 'When it was scanned; a second scan is refused. sensitivity: none';
create index code_resident on residents.code (resident_id);

create table residents.code_key (
  code_key_id integer primary key,
  secret text not null,
  constraint code_key_one check (code_key_id = 1)
);
comment on table residents.code_key is 'Key of this installation that signs dynamic codes. sensitivity: sensitive';
comment on column residents.code_key.code_key_id is 'Always 1. sensitivity: none';
comment on column residents.code_key.secret is 'Random text, made at installation. sensitivity: sensitive';
insert into residents.code_key (code_key_id, secret) values (1, gen_random_uuid()::text || gen_random_uuid()::text);

create schema residents_report;
grant usage on schema residents_report to yigong_app;

create view residents_report.resident as
  select resident_id, owner_organisation_id, kind, sex, birth_date, household_id, merged_into_id, registered_at
  from residents.resident;
comment on view residents_report.resident is 'Entries of the person index for counting. sensitivity: personal';
comment on column residents_report.resident.resident_id is 'FHIR Patient id. sensitivity: personal';
comment on column residents_report.resident.owner_organisation_id is 'Organisation that manages the entry. sensitivity: none';
comment on column residents_report.resident.kind is 'resident, newborn or unidentified. sensitivity: none';
comment on column residents_report.resident.sex is 'FHIR administrative gender. sensitivity: personal';
comment on column residents_report.resident.birth_date is 'Calendar day of birth. sensitivity: personal';
comment on column residents_report.resident.household_id is 'Household. sensitivity: personal';
comment on column residents_report.resident.merged_into_id is 'The surviving entry while merged. sensitivity: personal';
comment on column residents_report.resident.registered_at is 'When the entry was made. sensitivity: none';

grant select, insert, update on residents.resident, residents.identifier, residents.match_key, residents.review, residents.code to yigong_app;
grant select, insert on residents.action to yigong_app;
grant select on residents.code_key, residents_report.resident to yigong_app;
