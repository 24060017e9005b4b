create schema laboratory;
grant usage on schema laboratory to yigong_app;

create table laboratory.specimen (
  specimen_id text primary key,
  tube_code text not null,
  part text not null,
  kind text not null,
  items text[] not null,
  owner_organisation_id text not null,
  laboratory_organisation_id text not null,
  person_id text not null,
  person_name text not null,
  person_sex text not null,
  person_birth_date date,
  temperature_class text not null,
  is_urgent boolean not null,
  order_id text,
  state text not null,
  state_since timestamptz not null,
  registered_at timestamptz not null,
  collected_at timestamptz,
  received_at timestamptz,
  box_id text,
  reject_reason text,
  excised_at timestamptz,
  fixed_at timestamptz,
  is_frozen_section boolean not null,
  stored_until date,
  constraint specimen_tube_once unique (tube_code),
  constraint specimen_part_known check (part in ('laboratory', 'pathology')),
  constraint specimen_state_known check (state in ('registered', 'collected', 'packed', 'in-transit', 'received', 'rejected', 'analysing', 'resulted', 'stored', 'disposed')),
  constraint specimen_rejected_why check (state <> 'rejected' or reject_reason is not null),
  constraint specimen_fixed_after check (fixed_at is null or excised_at is null or fixed_at >= excised_at)
);
comment on table laboratory.specimen is 'Specimens, derived from the actions. sensitivity: sensitive';
comment on column laboratory.specimen.specimen_id is 'UUID version 7. sensitivity: none';
comment on column laboratory.specimen.tube_code is 'Code on the tube. sensitivity: personal';
comment on column laboratory.specimen.part is 'Laboratory or pathology. sensitivity: none';
comment on column laboratory.specimen.kind is 'Material. sensitivity: sensitive';
comment on column laboratory.specimen.items is 'Items asked for. sensitivity: sensitive';
comment on column laboratory.specimen.owner_organisation_id is 'Where it is collected. sensitivity: none';
comment on column laboratory.specimen.laboratory_organisation_id is 'Where it is analysed. sensitivity: none';
comment on column laboratory.specimen.person_id is 'Resident. sensitivity: personal';
comment on column laboratory.specimen.person_name is 'Name then. sensitivity: personal';
comment on column laboratory.specimen.person_sex is 'Sex. sensitivity: personal';
comment on column laboratory.specimen.person_birth_date is 'Day of birth. sensitivity: personal';
comment on column laboratory.specimen.temperature_class is 'How it is kept cold. sensitivity: none';
comment on column laboratory.specimen.is_urgent is 'Goes first. sensitivity: none';
comment on column laboratory.specimen.order_id is 'Order that asks for it. sensitivity: none';
comment on column laboratory.specimen.state is 'State of domain 4.11. sensitivity: none';
comment on column laboratory.specimen.state_since is 'Since when. sensitivity: none';
comment on column laboratory.specimen.registered_at is 'Registered. sensitivity: none';
comment on column laboratory.specimen.collected_at is 'Collected. sensitivity: none';
comment on column laboratory.specimen.received_at is 'Received at the laboratory. sensitivity: none';
comment on column laboratory.specimen.box_id is 'Box that holds it. sensitivity: none';
comment on column laboratory.specimen.reject_reason is 'Why it was rejected. sensitivity: none';
comment on column laboratory.specimen.excised_at is 'Left the body. sensitivity: none';
comment on column laboratory.specimen.fixed_at is 'Went into fixative. sensitivity: none';
comment on column laboratory.specimen.is_frozen_section is 'The surgeon waits. sensitivity: none';
comment on column laboratory.specimen.stored_until is 'Kept until. sensitivity: none';

create table laboratory.action (
  action_id text primary key,
  action_number bigint generated always as identity,
  specimen_id text not null references laboratory.specimen (specimen_id),
  owner_organisation_id text not null,
  action text not null,
  state_after text not null,
  note text,
  at timestamptz not null,
  by_id text not null,
  by_name text not null
);
comment on table laboratory.action is 'What was done with a specimen, never changed. sensitivity: personal';
comment on column laboratory.action.action_id is 'Id. sensitivity: none';
comment on column laboratory.action.action_number is 'Order of the acts. sensitivity: none';
comment on column laboratory.action.specimen_id is 'Specimen. sensitivity: none';
comment on column laboratory.action.owner_organisation_id is 'Organisation that acted. sensitivity: none';
comment on column laboratory.action.action is 'What. sensitivity: none';
comment on column laboratory.action.state_after is 'State afterwards. sensitivity: none';
comment on column laboratory.action.note is 'Words. sensitivity: sensitive';
comment on column laboratory.action.at is 'When. sensitivity: none';
comment on column laboratory.action.by_id is 'Account. sensitivity: personal';
comment on column laboratory.action.by_name is 'Name then. sensitivity: personal';

create table laboratory.box (
  box_id text primary key,
  code text not null,
  owner_organisation_id text not null,
  laboratory_organisation_id text not null,
  temperature_class text not null,
  courier text,
  seal_number text,
  state text not null,
  state_since timestamptz not null,
  opened_at timestamptz not null,
  constraint box_state_known check (state in ('open', 'in-transit', 'received'))
);
comment on table laboratory.box is 'Boxes on the road. sensitivity: none';
comment on column laboratory.box.box_id is 'UUID version 7. sensitivity: none';
comment on column laboratory.box.code is 'Code on the box. sensitivity: none';
comment on column laboratory.box.owner_organisation_id is 'Where it was packed. sensitivity: none';
comment on column laboratory.box.laboratory_organisation_id is 'Where it goes. sensitivity: none';
comment on column laboratory.box.temperature_class is 'Limits of its temperature. sensitivity: none';
comment on column laboratory.box.courier is 'Who carries it. sensitivity: personal';
comment on column laboratory.box.seal_number is 'Seal. sensitivity: none';
comment on column laboratory.box.state is 'Open, on the road, received. sensitivity: none';
comment on column laboratory.box.state_since is 'Since when. sensitivity: none';
comment on column laboratory.box.opened_at is 'Opened. sensitivity: none';

create table laboratory.temperature (
  temperature_id text primary key,
  box_id text not null references laboratory.box (box_id),
  owner_organisation_id text not null,
  at timestamptz not null,
  celsius double precision not null,
  is_alarm boolean not null,
  by_name text not null
);
comment on table laboratory.temperature is 'Temperatures of boxes. sensitivity: none';
comment on column laboratory.temperature.temperature_id is 'Id. sensitivity: none';
comment on column laboratory.temperature.box_id is 'Box. sensitivity: none';
comment on column laboratory.temperature.owner_organisation_id is 'Where the box was packed. sensitivity: none';
comment on column laboratory.temperature.at is 'When. sensitivity: none';
comment on column laboratory.temperature.celsius is 'Degrees Celsius. sensitivity: none';
comment on column laboratory.temperature.is_alarm is 'Outside the limits. sensitivity: none';
comment on column laboratory.temperature.by_name is 'Who read it. sensitivity: personal';

create table laboratory.reference_range (
  code text not null,
  name text not null,
  unit text not null,
  sex text,
  from_days integer not null,
  until_days integer not null,
  low double precision,
  high double precision,
  delta_percent double precision not null,
  constraint range_ages check (from_days < until_days)
);
comment on table laboratory.reference_range is 'Items and reference ranges by age and sex. sensitivity: none';
comment on column laboratory.reference_range.code is 'LOINC. sensitivity: none';
comment on column laboratory.reference_range.name is 'Name. sensitivity: none';
comment on column laboratory.reference_range.unit is 'UCUM unit. sensitivity: none';
comment on column laboratory.reference_range.sex is 'Of one sex only. sensitivity: none';
comment on column laboratory.reference_range.from_days is 'Age from, days. sensitivity: none';
comment on column laboratory.reference_range.until_days is 'Age before which, days. sensitivity: none';
comment on column laboratory.reference_range.low is 'Lower limit. sensitivity: none';
comment on column laboratory.reference_range.high is 'Upper limit. sensitivity: none';
comment on column laboratory.reference_range.delta_percent is 'Change against the value before that is looked at, percent. sensitivity: none';

create table laboratory.result (
  result_id text primary key,
  specimen_id text not null references laboratory.specimen (specimen_id),
  owner_organisation_id text not null,
  person_id text not null,
  code text not null,
  name text not null,
  value double precision not null,
  unit text not null,
  low double precision,
  high double precision,
  flag text not null,
  previous double precision,
  delta_percent double precision,
  is_delta_notable boolean not null,
  entered_by_id text not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  verified_by_id text,
  verified_by_name text,
  verified_at timestamptz,
  observation_id text,
  constraint result_once unique (specimen_id, code),
  constraint result_flag_known check (flag in ('L', 'H', 'N', 'U')),
  constraint result_two_persons check (verified_by_id is null or verified_by_id <> entered_by_id)
);
comment on table laboratory.result is 'Results of specimens. sensitivity: sensitive';
comment on column laboratory.result.result_id is 'Id. sensitivity: none';
comment on column laboratory.result.specimen_id is 'Specimen. sensitivity: none';
comment on column laboratory.result.owner_organisation_id is 'Laboratory. sensitivity: none';
comment on column laboratory.result.person_id is 'Resident. sensitivity: personal';
comment on column laboratory.result.code is 'LOINC. sensitivity: sensitive';
comment on column laboratory.result.name is 'Name. sensitivity: sensitive';
comment on column laboratory.result.value is 'Value. sensitivity: sensitive';
comment on column laboratory.result.unit is 'Unit. sensitivity: none';
comment on column laboratory.result.low is 'Lower limit then. sensitivity: none';
comment on column laboratory.result.high is 'Upper limit then. sensitivity: none';
comment on column laboratory.result.flag is 'Low, high, normal, without range. sensitivity: sensitive';
comment on column laboratory.result.previous is 'Value before of the person. sensitivity: sensitive';
comment on column laboratory.result.delta_percent is 'Change against it. sensitivity: sensitive';
comment on column laboratory.result.is_delta_notable is 'The change is looked at. sensitivity: sensitive';
comment on column laboratory.result.entered_by_id is 'Account. sensitivity: personal';
comment on column laboratory.result.entered_by_name is 'Name then. sensitivity: personal';
comment on column laboratory.result.entered_at is 'When. sensitivity: none';
comment on column laboratory.result.verified_by_id is 'Account that verified. sensitivity: personal';
comment on column laboratory.result.verified_by_name is 'Name then. sensitivity: personal';
comment on column laboratory.result.verified_at is 'When. sensitivity: none';
comment on column laboratory.result.observation_id is 'FHIR Observation. sensitivity: none';

create table laboratory.piece (
  piece_id text primary key,
  specimen_id text not null references laboratory.specimen (specimen_id),
  owner_organisation_id text not null,
  kind text not null,
  code text not null,
  parent_id text,
  note text,
  at timestamptz not null,
  by_name text not null,
  constraint piece_code_once unique (code),
  constraint piece_kind_known check (kind in ('block', 'slide')),
  constraint slide_of_block check (kind = 'block' or parent_id is not null)
);
comment on table laboratory.piece is 'Blocks and slides of pathology. sensitivity: sensitive';
comment on column laboratory.piece.piece_id is 'Id. sensitivity: none';
comment on column laboratory.piece.specimen_id is 'Specimen. sensitivity: none';
comment on column laboratory.piece.owner_organisation_id is 'Laboratory. sensitivity: none';
comment on column laboratory.piece.kind is 'Block or slide. sensitivity: none';
comment on column laboratory.piece.code is 'Code on it. sensitivity: personal';
comment on column laboratory.piece.parent_id is 'Block of a slide. sensitivity: none';
comment on column laboratory.piece.note is 'Words. sensitivity: sensitive';
comment on column laboratory.piece.at is 'When. sensitivity: none';
comment on column laboratory.piece.by_name is 'Who. sensitivity: personal';

create table laboratory.opinion (
  opinion_id text primary key,
  specimen_id text not null references laboratory.specimen (specimen_id),
  owner_organisation_id text not null,
  kind text not null,
  text text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint opinion_kind_known check (kind in ('gross', 'frozen', 'diagnosis', 'second'))
);
comment on table laboratory.opinion is 'Opinions of pathology, never changed. sensitivity: sensitive';
comment on column laboratory.opinion.opinion_id is 'Id. sensitivity: none';
comment on column laboratory.opinion.specimen_id is 'Specimen. sensitivity: none';
comment on column laboratory.opinion.owner_organisation_id is 'Organisation of the reader. sensitivity: none';
comment on column laboratory.opinion.kind is 'Gross, frozen, diagnosis, second. sensitivity: none';
comment on column laboratory.opinion.text is 'What was found. sensitivity: sensitive';
comment on column laboratory.opinion.at is 'When. sensitivity: none';
comment on column laboratory.opinion.by_id is 'Account. sensitivity: personal';
comment on column laboratory.opinion.by_name is 'Name then. sensitivity: personal';

create table laboratory.control_lot (
  lot_id text primary key,
  owner_organisation_id text not null,
  item_code text not null,
  item_name text not null,
  unit text not null,
  level text not null,
  lot_number text not null,
  mean double precision not null,
  deviation double precision not null,
  defined_at timestamptz not null,
  constraint lot_once unique (owner_organisation_id, item_code, level, lot_number),
  constraint lot_deviation check (deviation > 0)
);
comment on table laboratory.control_lot is 'Lots of control material. sensitivity: none';
comment on column laboratory.control_lot.lot_id is 'Id. sensitivity: none';
comment on column laboratory.control_lot.owner_organisation_id is 'Laboratory. sensitivity: none';
comment on column laboratory.control_lot.item_code is 'LOINC. sensitivity: none';
comment on column laboratory.control_lot.item_name is 'Name. sensitivity: none';
comment on column laboratory.control_lot.unit is 'Unit. sensitivity: none';
comment on column laboratory.control_lot.level is 'Level of the material. sensitivity: none';
comment on column laboratory.control_lot.lot_number is 'Number of the maker. sensitivity: none';
comment on column laboratory.control_lot.mean is 'Target. sensitivity: none';
comment on column laboratory.control_lot.deviation is 'Standard deviation. sensitivity: none';
comment on column laboratory.control_lot.defined_at is 'When. sensitivity: none';

create table laboratory.control_value (
  value_id text primary key,
  lot_id text not null references laboratory.control_lot (lot_id),
  owner_organisation_id text not null,
  at timestamptz not null,
  value double precision not null,
  z double precision not null,
  rules text[] not null,
  is_rejected boolean not null,
  by_name text not null
);
comment on table laboratory.control_value is 'Control values, never changed. sensitivity: none';
comment on column laboratory.control_value.value_id is 'Id. sensitivity: none';
comment on column laboratory.control_value.lot_id is 'Lot. sensitivity: none';
comment on column laboratory.control_value.owner_organisation_id is 'Laboratory. sensitivity: none';
comment on column laboratory.control_value.at is 'When. sensitivity: none';
comment on column laboratory.control_value.value is 'Value. sensitivity: none';
comment on column laboratory.control_value.z is 'Standard deviations from the target. sensitivity: none';
comment on column laboratory.control_value.rules is 'Westgard rules that it breaks. sensitivity: none';
comment on column laboratory.control_value.is_rejected is 'The run is out of control. sensitivity: none';
comment on column laboratory.control_value.by_name is 'Who. sensitivity: personal';

create table laboratory.external_round (
  round_id text primary key,
  owner_organisation_id text not null,
  programme text not null,
  round text not null,
  item_code text not null,
  item_name text not null,
  reported double precision not null,
  target double precision not null,
  deviation double precision not null,
  z double precision not null,
  verdict text not null,
  at timestamptz not null,
  constraint round_once unique (owner_organisation_id, programme, round, item_code),
  constraint round_verdict_known check (verdict in ('satisfactory', 'questionable', 'unsatisfactory'))
);
comment on table laboratory.external_round is 'Results of external quality rounds. sensitivity: none';
comment on column laboratory.external_round.round_id is 'Id. sensitivity: none';
comment on column laboratory.external_round.owner_organisation_id is 'Laboratory. sensitivity: none';
comment on column laboratory.external_round.programme is 'Programme. sensitivity: none';
comment on column laboratory.external_round.round is 'Round. sensitivity: none';
comment on column laboratory.external_round.item_code is 'LOINC. sensitivity: none';
comment on column laboratory.external_round.item_name is 'Name. sensitivity: none';
comment on column laboratory.external_round.reported is 'Reported value. sensitivity: none';
comment on column laboratory.external_round.target is 'Target of the programme. sensitivity: none';
comment on column laboratory.external_round.deviation is 'Its standard deviation. sensitivity: none';
comment on column laboratory.external_round.z is 'Score. sensitivity: none';
comment on column laboratory.external_round.verdict is 'Verdict by the score. sensitivity: none';
comment on column laboratory.external_round.at is 'When. sensitivity: none';

create index specimen_site on laboratory.specimen (owner_organisation_id, registered_at desc, specimen_id);
create index specimen_laboratory on laboratory.specimen (laboratory_organisation_id, registered_at desc, specimen_id);
create index specimen_order on laboratory.specimen (registered_at desc, specimen_id);
create index specimen_person on laboratory.specimen (person_id, registered_at desc);
create index specimen_box on laboratory.specimen (box_id) where box_id is not null;
create index action_specimen on laboratory.action (specimen_id, at);
create index box_site on laboratory.box (owner_organisation_id, opened_at desc);
create index box_laboratory on laboratory.box (laboratory_organisation_id, opened_at desc);
create unique index box_code_open on laboratory.box (code) where state <> 'received';
create index temperature_box on laboratory.temperature (box_id, at);
create index result_person on laboratory.result (person_id, code, verified_at desc) where verified_at is not null;
create index control_value_lot on laboratory.control_value (lot_id, at desc);

insert into laboratory.reference_range (code, name, unit, sex, from_days, until_days, low, high, delta_percent) values
  ('2823-3', '血钾', 'mmol/L', null, 0, 28, 3.7, 5.9, 20),
  ('2823-3', '血钾', 'mmol/L', null, 28, 54750, 3.5, 5.3, 20),
  ('2951-2', '血钠', 'mmol/L', null, 0, 54750, 137, 147, 10),
  ('2345-7', '葡萄糖', 'mmol/L', null, 0, 28, 2.2, 3.3, 60),
  ('2345-7', '葡萄糖', 'mmol/L', null, 28, 54750, 3.9, 6.1, 60),
  ('718-7', '血红蛋白', 'g/L', null, 0, 28, 170, 200, 20),
  ('718-7', '血红蛋白', 'g/L', null, 28, 5110, 110, 160, 20),
  ('718-7', '血红蛋白', 'g/L', 'male', 5110, 54750, 130, 175, 20),
  ('718-7', '血红蛋白', 'g/L', 'female', 5110, 54750, 115, 150, 20),
  ('777-3', '血小板', '10*9/L', null, 0, 54750, 125, 350, 50),
  ('6690-2', '白细胞', '10*9/L', null, 0, 28, 15, 20, 60),
  ('6690-2', '白细胞', '10*9/L', null, 28, 54750, 3.5, 9.5, 60),
  ('1742-6', '丙氨酸氨基转移酶', 'U/L', 'male', 0, 54750, 9, 50, 80),
  ('1742-6', '丙氨酸氨基转移酶', 'U/L', 'female', 0, 54750, 7, 40, 80),
  ('2160-0', '肌酐', 'umol/L', 'male', 5110, 54750, 57, 111, 40),
  ('2160-0', '肌酐', 'umol/L', 'female', 5110, 54750, 41, 81, 40),
  ('6301-6', '国际标准化比值', '1', null, 0, 54750, 0.8, 1.2, 30),
  ('2157-6', '肌酸激酶', 'U/L', 'male', 0, 54750, 50, 310, 100),
  ('2157-6', '肌酸激酶', 'U/L', 'female', 0, 54750, 40, 200, 100);

create schema laboratory_report;
grant usage on schema laboratory_report to yigong_app;
create view laboratory_report.specimen as
  select specimen_id, owner_organisation_id, laboratory_organisation_id, part, state, is_urgent, registered_at, collected_at, received_at, reject_reason,
    extract(epoch from received_at - collected_at) / 60 as transport_minutes, extract(epoch from fixed_at - excised_at) / 60 as cold_ischaemia_minutes
  from laboratory.specimen;
comment on view laboratory_report.specimen is 'Specimens without persons, for indicators. sensitivity: none';
comment on column laboratory_report.specimen.specimen_id is 'Specimen id. sensitivity: none';
comment on column laboratory_report.specimen.owner_organisation_id is 'Owner organisation id. sensitivity: none';
comment on column laboratory_report.specimen.laboratory_organisation_id is 'Laboratory organisation id. sensitivity: none';
comment on column laboratory_report.specimen.part is 'Part. sensitivity: none';
comment on column laboratory_report.specimen.state is 'State. sensitivity: none';
comment on column laboratory_report.specimen.is_urgent is 'Is urgent. sensitivity: none';
comment on column laboratory_report.specimen.registered_at is 'Registered at. sensitivity: none';
comment on column laboratory_report.specimen.collected_at is 'Collected at. sensitivity: none';
comment on column laboratory_report.specimen.received_at is 'Received at. sensitivity: none';
comment on column laboratory_report.specimen.reject_reason is 'Reject reason. sensitivity: none';
comment on column laboratory_report.specimen.transport_minutes is 'Transport minutes. sensitivity: none';
comment on column laboratory_report.specimen.cold_ischaemia_minutes is 'Cold ischaemia minutes. sensitivity: none';
grant select on laboratory_report.specimen to yigong_app;

grant select, insert, update on laboratory.specimen, laboratory.box, laboratory.result to yigong_app;
grant select, insert on laboratory.action, laboratory.temperature, laboratory.piece, laboratory.opinion, laboratory.control_lot, laboratory.control_value, laboratory.external_round to yigong_app;
grant select on laboratory.reference_range to yigong_app;
