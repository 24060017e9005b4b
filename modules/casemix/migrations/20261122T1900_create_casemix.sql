create schema casemix;
grant usage on schema casemix to yigong_app;

create table casemix.pack (
  pack_id text primary key,
  owner_organisation_id text not null,
  scheme text not null,
  name text not null,
  version text not null,
  state text not null default 'draft',
  valid_from date,
  valid_until date,
  created_at timestamptz not null,
  constraint pack_scheme_known check (scheme in ('drg', 'dip')),
  constraint pack_state_known check (state in ('draft', 'in-force', 'withdrawn')),
  constraint pack_validity_order check (valid_until is null or valid_until >= valid_from),
  constraint pack_in_force_dated check (state <> 'in-force' or valid_from is not null),
  constraint pack_version_once unique (owner_organisation_id, scheme, name, version)
);
comment on table casemix.pack is 'Grouping packs and catalogues by version; what is in force groups discharges. sensitivity: none';
comment on column casemix.pack.pack_id is 'Pack. sensitivity: none';
comment on column casemix.pack.owner_organisation_id is 'Organisation that keeps it. sensitivity: none';
comment on column casemix.pack.scheme is 'drg or dip. sensitivity: none';
comment on column casemix.pack.name is 'Name. sensitivity: none';
comment on column casemix.pack.version is 'Version of the publisher. sensitivity: none';
comment on column casemix.pack.state is 'draft, in-force or withdrawn. sensitivity: none';
comment on column casemix.pack.valid_from is 'First day of validity. sensitivity: none';
comment on column casemix.pack.valid_until is 'Last day of validity; open when null. sensitivity: none';
comment on column casemix.pack.created_at is 'When it was begun. sensitivity: none';

create table casemix.pack_file (
  pack_id text not null references casemix.pack (pack_id),
  name text not null,
  content text not null,
  primary key (pack_id, name)
);
comment on table casemix.pack_file is 'Files of a pack as they were given; fixed once it is in force. sensitivity: none';
comment on column casemix.pack_file.pack_id is 'Pack. sensitivity: none';
comment on column casemix.pack_file.name is 'Name of the file. sensitivity: none';
comment on column casemix.pack_file.content is 'Its text. sensitivity: none';

create table casemix.pack_action (
  action_id text primary key,
  pack_id text not null references casemix.pack (pack_id),
  owner_organisation_id text not null,
  action text not null,
  actor_id text not null,
  note text not null,
  acted_at timestamptz not null,
  constraint pack_action_known check (action in ('create', 'store-file', 'put-in-force', 'withdraw'))
);
comment on table casemix.pack_action is 'What was done with packs, signed; never changed. sensitivity: none';
comment on column casemix.pack_action.action_id is 'Action. sensitivity: none';
comment on column casemix.pack_action.pack_id is 'Pack. sensitivity: none';
comment on column casemix.pack_action.owner_organisation_id is 'Organisation that keeps the pack. sensitivity: none';
comment on column casemix.pack_action.action is 'create, store-file, put-in-force, withdraw. sensitivity: none';
comment on column casemix.pack_action.actor_id is 'Account that did it. sensitivity: none';
comment on column casemix.pack_action.note is 'What it said. sensitivity: none';
comment on column casemix.pack_action.acted_at is 'When. sensitivity: none';

create table casemix.group_weight (
  pack_id text not null references casemix.pack (pack_id),
  group_code text not null,
  weight numeric(14, 4) not null,
  low_risk boolean not null,
  primary key (pack_id, group_code),
  constraint group_weight_not_negative check (weight >= 0)
);
comment on table casemix.group_weight is 'Weight or score of each group of a pack; absent = waits for local parameters. sensitivity: none';
comment on column casemix.group_weight.pack_id is 'Pack. sensitivity: none';
comment on column casemix.group_weight.group_code is 'Group. sensitivity: none';
comment on column casemix.group_weight.weight is 'Relative weight (DRG) or score (DIP). sensitivity: none';
comment on column casemix.group_weight.low_risk is 'On the low-risk list. sensitivity: none';

create table casemix.front_page_import (
  import_id text primary key,
  owner_organisation_id text not null,
  file_name text not null,
  taken integer not null,
  refused integer not null,
  findings jsonb not null,
  actor_id text not null,
  imported_at timestamptz not null,
  constraint front_page_import_counts check (taken >= 0 and refused >= 0)
);
comment on table casemix.front_page_import is 'Files of front pages or settlement lists, with what was refused. sensitivity: none';
comment on column casemix.front_page_import.import_id is 'Import. sensitivity: none';
comment on column casemix.front_page_import.owner_organisation_id is 'Hospital. sensitivity: none';
comment on column casemix.front_page_import.file_name is 'Name of the file. sensitivity: none';
comment on column casemix.front_page_import.taken is 'Rows taken. sensitivity: none';
comment on column casemix.front_page_import.refused is 'Rows refused. sensitivity: none';
comment on column casemix.front_page_import.findings is 'Line, column and reason of the refusals, at most 500. sensitivity: personal';
comment on column casemix.front_page_import.actor_id is 'Account that imported. sensitivity: none';
comment on column casemix.front_page_import.imported_at is 'When. sensitivity: none';

create table casemix.discharge (
  discharge_id text primary key,
  owner_organisation_id text not null,
  import_id text not null references casemix.front_page_import (import_id),
  record_number text not null,
  person_name text not null,
  identity text not null,
  sex text not null,
  age_years integer,
  age_days integer,
  birth_weight_g integer,
  admitted_on date not null,
  discharged_on date not null,
  los_days integer not null,
  department text not null,
  doctor text not null,
  discharge_way text not null,
  died boolean not null,
  diagnoses jsonb not null,
  procedures jsonb not null,
  total_fen bigint not null,
  drugs_fen bigint not null,
  consumables_fen bigint not null,
  examinations_fen bigint not null,
  quality integer not null,
  to_complete jsonb not null,
  constraint discharge_sex_known check (sex in ('1', '2')),
  constraint discharge_days_order check (discharged_on >= admitted_on),
  constraint discharge_cost_not_negative check (least(total_fen, drugs_fen, consumables_fen, examinations_fen) >= 0),
  constraint discharge_quality_range check (quality between 0 and 100),
  constraint discharge_once unique (owner_organisation_id, record_number, admitted_on)
);
comment on table casemix.discharge is 'Discharges by their front page. sensitivity: sensitive';
comment on column casemix.discharge.discharge_id is 'Discharge. sensitivity: none';
comment on column casemix.discharge.owner_organisation_id is 'Hospital. sensitivity: none';
comment on column casemix.discharge.import_id is 'Import that brought it. sensitivity: none';
comment on column casemix.discharge.record_number is 'Number of the record (A48). sensitivity: personal';
comment on column casemix.discharge.person_name is 'Name (A11). sensitivity: personal';
comment on column casemix.discharge.identity is 'Identity number (A20), empty when not given. sensitivity: personal';
comment on column casemix.discharge.sex is '1 male, 2 female. sensitivity: personal';
comment on column casemix.discharge.age_years is 'Age in years. sensitivity: personal';
comment on column casemix.discharge.age_days is 'Age in days below one year. sensitivity: personal';
comment on column casemix.discharge.birth_weight_g is 'Birth weight in grams. sensitivity: personal';
comment on column casemix.discharge.admitted_on is 'Day of admission. sensitivity: personal';
comment on column casemix.discharge.discharged_on is 'Day of discharge. sensitivity: personal';
comment on column casemix.discharge.los_days is 'Days in hospital. sensitivity: none';
comment on column casemix.discharge.department is 'Department of discharge. sensitivity: none';
comment on column casemix.discharge.doctor is 'Doctor. sensitivity: none';
comment on column casemix.discharge.discharge_way is 'Way of discharge (RC019). sensitivity: sensitive';
comment on column casemix.discharge.died is 'Died in hospital. sensitivity: sensitive';
comment on column casemix.discharge.diagnoses is 'Codes, names and condition on admission, the principal first. sensitivity: sensitive';
comment on column casemix.discharge.procedures is 'Codes, names and days, the main first. sensitivity: sensitive';
comment on column casemix.discharge.total_fen is 'Total cost in fen. sensitivity: none';
comment on column casemix.discharge.drugs_fen is 'Drugs in fen. sensitivity: none';
comment on column casemix.discharge.consumables_fen is 'Consumables in fen. sensitivity: none';
comment on column casemix.discharge.examinations_fen is 'Examinations in fen. sensitivity: none';
comment on column casemix.discharge.quality is 'Points of the front page, of 100. sensitivity: none';
comment on column casemix.discharge.to_complete is 'What would raise the points. sensitivity: none';

create table casemix.grouping (
  discharge_id text not null references casemix.discharge (discharge_id),
  scheme text not null,
  owner_organisation_id text not null,
  pack_id text not null references casemix.pack (pack_id),
  status text not null,
  mdc text not null,
  adrg text not null,
  group_code text not null,
  weight numeric(14, 4),
  grouped_at timestamptz not null,
  primary key (discharge_id, scheme),
  constraint grouping_scheme_known check (scheme in ('drg', 'dip'))
);
comment on table casemix.grouping is 'Group of each discharge by scheme, with the pack that found it. sensitivity: sensitive';
comment on column casemix.grouping.discharge_id is 'Discharge. sensitivity: none';
comment on column casemix.grouping.scheme is 'drg or dip. sensitivity: none';
comment on column casemix.grouping.owner_organisation_id is 'Hospital. sensitivity: none';
comment on column casemix.grouping.pack_id is 'Pack. sensitivity: none';
comment on column casemix.grouping.status is 'How grouping ended. sensitivity: none';
comment on column casemix.grouping.mdc is 'Main category. sensitivity: sensitive';
comment on column casemix.grouping.adrg is 'Adjacent group. sensitivity: sensitive';
comment on column casemix.grouping.group_code is 'Group; empty when not grouped. sensitivity: sensitive';
comment on column casemix.grouping.weight is 'Weight or score; null while it waits for local parameters. sensitivity: none';
comment on column casemix.grouping.grouped_at is 'When. sensitivity: none';

create index pack_in_force on casemix.pack (scheme, valid_from) where state = 'in-force';
create index pack_action_pack on casemix.pack_action (pack_id, acted_at);
create index front_page_import_owner on casemix.front_page_import (owner_organisation_id, imported_at);
create index discharge_owner on casemix.discharge (owner_organisation_id, discharged_on);
create index discharge_import on casemix.discharge (import_id);
create index discharge_identity on casemix.discharge (identity, admitted_on) where identity <> '';
create index grouping_owner on casemix.grouping (owner_organisation_id, scheme, group_code);
create index grouping_pack on casemix.grouping (pack_id);

grant select, insert, update on casemix.pack, casemix.discharge, casemix.grouping to yigong_app;
grant select, insert, update, delete on casemix.pack_file, casemix.group_weight to yigong_app;
grant select, insert on casemix.pack_action, casemix.front_page_import to yigong_app;
