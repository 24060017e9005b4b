create table indicators.encounter (
  encounter_id text primary key,
  person_id text,
  organisation_id text,
  class text,
  counted boolean not null,
  started_on date,
  ended_on date,
  visit_month text,
  discharge_month text,
  version integer not null,
  constraint encounter_days check (ended_on is null or started_on is null or ended_on >= started_on)
);
comment on table indicators.encounter is 'Encounters as facts, fed from what changed in the repository. sensitivity: sensitive';
comment on column indicators.encounter.encounter_id is 'FHIR Encounter id. sensitivity: personal';
comment on column indicators.encounter.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column indicators.encounter.organisation_id is 'Where it was. sensitivity: none';
comment on column indicators.encounter.class is 'AMB, EMER, IMP. sensitivity: none';
comment on column indicators.encounter.counted is 'Neither deleted, cancelled, planned nor entered in error. sensitivity: none';
comment on column indicators.encounter.started_on is 'First day. sensitivity: personal';
comment on column indicators.encounter.ended_on is 'Last day. sensitivity: personal';
comment on column indicators.encounter.visit_month is 'Month of a counted outpatient or emergency visit. sensitivity: none';
comment on column indicators.encounter.discharge_month is 'Month of discharge of a counted stay. sensitivity: none';
comment on column indicators.encounter.version is 'Version of the resource that was read. sensitivity: none';
create index encounter_visit on indicators.encounter (visit_month, organisation_id) where visit_month is not null;
create index encounter_discharge on indicators.encounter (discharge_month, organisation_id) where discharge_month is not null;

create table indicators.encounter_month (
  organisation_id text not null,
  month text not null,
  visits bigint not null,
  outpatient bigint not null,
  discharges bigint not null,
  bed_days bigint not null,
  primary key (organisation_id, month)
);
comment on table indicators.encounter_month is 'Encounters added up by site and month; what changes in the facts is added and taken away here. sensitivity: none';
comment on column indicators.encounter_month.organisation_id is 'Site. sensitivity: none';
comment on column indicators.encounter_month.month is 'YYYY-MM. sensitivity: none';
comment on column indicators.encounter_month.visits is 'Outpatient and emergency visits. sensitivity: none';
comment on column indicators.encounter_month.outpatient is 'Outpatient visits. sensitivity: none';
comment on column indicators.encounter_month.discharges is 'Discharges. sensitivity: none';
comment on column indicators.encounter_month.bed_days is 'Days of the discharged, at least one each. sensitivity: none';

create table indicators.watermark (
  source text primary key,
  read_until timestamptz not null,
  event_position bigint not null default 0,
  computed_month text not null default ''
);
comment on table indicators.watermark is 'How far each source was read. sensitivity: none';
comment on column indicators.watermark.source is 'Name of the source. sensitivity: none';
comment on column indicators.watermark.read_until is 'Changes before it are in the facts. sensitivity: none';
comment on column indicators.watermark.event_position is 'Events up to it are in the cells. sensitivity: none';
comment on column indicators.watermark.computed_month is 'Month in which the cells were last computed. sensitivity: none';

create table indicators.cell (
  indicator_id text not null,
  organisation_id text not null,
  month text not null,
  numerator numeric not null,
  denominator numeric not null,
  cases bigint not null,
  definition_version text not null,
  computed_at timestamptz not null,
  primary key (indicator_id, organisation_id, month),
  constraint cell_month_shape check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
comment on table indicators.cell is 'Computed sums of an indicator by site and month; open months change with the data. sensitivity: none';
comment on column indicators.cell.indicator_id is 'Indicator. sensitivity: none';
comment on column indicators.cell.organisation_id is 'Site. sensitivity: none';
comment on column indicators.cell.month is 'YYYY-MM. sensitivity: none';
comment on column indicators.cell.numerator is 'Sum. sensitivity: none';
comment on column indicators.cell.denominator is 'Sum. sensitivity: none';
comment on column indicators.cell.cases is 'Rows that were counted. sensitivity: none';
comment on column indicators.cell.definition_version is 'Version of the definition. sensitivity: none';
comment on column indicators.cell.computed_at is 'When last changed. sensitivity: none';

create table indicators.entry (
  entry_id text primary key,
  indicator_id text not null,
  owner_organisation_id text not null,
  month text not null,
  numerator numeric not null,
  denominator numeric not null,
  source_note text not null,
  batch_id text,
  state text not null,
  entered_by text not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  reason text,
  constraint entry_month_shape check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  constraint entry_denominator_not_below_zero check (denominator >= 0),
  constraint entry_state_known check (state in ('entered', 'approved', 'returned', 'replaced')),
  constraint entry_second_person check (decided_by is null or state = 'replaced' or decided_by <> entered_by)
);
comment on table indicators.entry is 'Values that no member system yields, entered by one person and approved by another. sensitivity: none';
comment on column indicators.entry.entry_id is 'UUID version 7. sensitivity: none';
comment on column indicators.entry.indicator_id is 'Indicator. sensitivity: none';
comment on column indicators.entry.owner_organisation_id is 'Site that it is about. sensitivity: none';
comment on column indicators.entry.month is 'Month, or last month of the quarter or year. sensitivity: none';
comment on column indicators.entry.numerator is 'As entered. sensitivity: none';
comment on column indicators.entry.denominator is 'As entered. sensitivity: none';
comment on column indicators.entry.source_note is 'Where the figures come from. sensitivity: none';
comment on column indicators.entry.batch_id is 'File that it came with. sensitivity: none';
comment on column indicators.entry.state is 'Entered, approved, returned or replaced by a later one. sensitivity: none';
comment on column indicators.entry.entered_by is 'Account. sensitivity: personal';
comment on column indicators.entry.entered_by_name is 'Name. sensitivity: personal';
comment on column indicators.entry.entered_at is 'When. sensitivity: none';
comment on column indicators.entry.decided_by is 'Account of the second person. sensitivity: personal';
comment on column indicators.entry.decided_by_name is 'Name. sensitivity: personal';
comment on column indicators.entry.decided_at is 'When. sensitivity: none';
comment on column indicators.entry.reason is 'Why it was returned. sensitivity: none';
create unique index entry_approved_once on indicators.entry (indicator_id, owner_organisation_id, month) where state = 'approved';
create unique index entry_waiting_once on indicators.entry (indicator_id, owner_organisation_id, month) where state = 'entered';

create table indicators.period (
  owner_organisation_id text not null,
  month text not null,
  closed_at timestamptz not null,
  closed_by_name text not null,
  primary key (owner_organisation_id, month),
  constraint period_month_shape check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
comment on table indicators.period is 'Closed months by the office that closed them. sensitivity: none';
comment on column indicators.period.owner_organisation_id is 'Office. sensitivity: none';
comment on column indicators.period.month is 'YYYY-MM. sensitivity: none';
comment on column indicators.period.closed_at is 'When. sensitivity: none';
comment on column indicators.period.closed_by_name is 'Who. sensitivity: personal';

create table indicators.closed_site (
  organisation_id text not null,
  month text not null,
  owner_organisation_id text not null,
  primary key (organisation_id, month)
);
comment on table indicators.closed_site is 'Sites whose month is closed: what arrives later does not move the number. sensitivity: none';
comment on column indicators.closed_site.organisation_id is 'Site. sensitivity: none';
comment on column indicators.closed_site.month is 'YYYY-MM. sensitivity: none';
comment on column indicators.closed_site.owner_organisation_id is 'Office that closed it. sensitivity: none';

create table indicators.frozen (
  indicator_id text not null,
  organisation_id text not null,
  month text not null,
  revision integer not null,
  numerator numeric not null,
  denominator numeric not null,
  definition_version text not null,
  reason text,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null,
  primary key (indicator_id, organisation_id, month, revision),
  constraint frozen_revision_positive check (revision > 0),
  constraint frozen_restatement_has_reason check (revision = 1 or reason is not null)
);
comment on table indicators.frozen is 'Values of closed months; a restatement is a further revision with its reason. Appended only. sensitivity: none';
comment on column indicators.frozen.indicator_id is 'Indicator. sensitivity: none';
comment on column indicators.frozen.organisation_id is 'Site. sensitivity: none';
comment on column indicators.frozen.month is 'YYYY-MM. sensitivity: none';
comment on column indicators.frozen.revision is '1 at closing. sensitivity: none';
comment on column indicators.frozen.numerator is 'Sum. sensitivity: none';
comment on column indicators.frozen.denominator is 'Sum. sensitivity: none';
comment on column indicators.frozen.definition_version is 'Version of the definition. sensitivity: none';
comment on column indicators.frozen.reason is 'Why it was restated. sensitivity: none';
comment on column indicators.frozen.owner_organisation_id is 'Office. sensitivity: none';
comment on column indicators.frozen.subject_id is 'Account. sensitivity: personal';
comment on column indicators.frozen.subject_name is 'Name. sensitivity: personal';
comment on column indicators.frozen.recorded_at is 'When. sensitivity: none';

create index frozen_month on indicators.frozen (month, organisation_id);

create view indicators.month_value as
select f.indicator_id, f.organisation_id, f.month, f.numerator, f.denominator, f.definition_version, true as is_frozen, f.recorded_at as known_at
from indicators.frozen f where not exists (select 1 from indicators.frozen later where later.indicator_id = f.indicator_id and later.organisation_id = f.organisation_id and later.month = f.month and later.revision > f.revision)
union all
select c.indicator_id, c.organisation_id, c.month, c.numerator, c.denominator, c.definition_version, false, c.computed_at
from indicators.cell c where not exists (select 1 from indicators.closed_site s where s.organisation_id = c.organisation_id and s.month = c.month)
union all
select e.indicator_id, e.owner_organisation_id, e.month, e.numerator, e.denominator, '', false, e.decided_at
from indicators.entry e where e.state = 'approved' and not exists (select 1 from indicators.closed_site s where s.organisation_id = e.owner_organisation_id and s.month = e.month);
comment on view indicators.month_value is 'The number that counts by indicator, site and month: frozen where closed. sensitivity: none';
comment on column indicators.month_value.indicator_id is 'Indicator. sensitivity: none';
comment on column indicators.month_value.organisation_id is 'Site. sensitivity: none';
comment on column indicators.month_value.month is 'YYYY-MM. sensitivity: none';
comment on column indicators.month_value.numerator is 'Sum. sensitivity: none';
comment on column indicators.month_value.denominator is 'Sum. sensitivity: none';
comment on column indicators.month_value.definition_version is 'Version. sensitivity: none';
comment on column indicators.month_value.is_frozen is 'Of a closed month. sensitivity: none';
comment on column indicators.month_value.known_at is 'When this value was known. sensitivity: none';

grant select, insert, update on indicators.encounter, indicators.watermark, indicators.entry to yigong_app;
grant select, insert, update, delete on indicators.cell, indicators.encounter_month to yigong_app;
grant select, insert on indicators.period, indicators.closed_site, indicators.frozen to yigong_app;
grant select on indicators.month_value to yigong_app;
