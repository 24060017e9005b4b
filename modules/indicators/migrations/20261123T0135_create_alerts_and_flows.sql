create table indicators.band (
  band_id text primary key,
  indicator_id text not null,
  owner_organisation_id text not null,
  low numeric,
  high numeric,
  deviations numeric,
  each_site boolean not null,
  watcher_id text not null,
  watcher_name text not null,
  state text not null,
  set_by text not null,
  set_by_name text not null,
  set_at timestamptz not null,
  ended_at timestamptz,
  constraint band_state_known check (state in ('live', 'ended')),
  constraint band_says_something check (low is not null or high is not null or deviations is not null),
  constraint band_order check (low is null or high is null or low <= high),
  constraint band_deviations_positive check (deviations is null or deviations > 0)
);
comment on table indicators.band is 'Between which values an indicator is expected, and who is told when it is not. sensitivity: none';
comment on column indicators.band.band_id is 'UUID version 7. sensitivity: none';
comment on column indicators.band.indicator_id is 'Indicator. sensitivity: none';
comment on column indicators.band.owner_organisation_id is 'Office that watches, with all below it. sensitivity: none';
comment on column indicators.band.low is 'Lowest value expected. sensitivity: none';
comment on column indicators.band.high is 'Highest value expected. sensitivity: none';
comment on column indicators.band.deviations is 'Deviations from the former months from which a value is an anomaly. sensitivity: none';
comment on column indicators.band.each_site is 'Each site is held against it, not only the sum. sensitivity: none';
comment on column indicators.band.watcher_id is 'Account that is told. sensitivity: personal';
comment on column indicators.band.watcher_name is 'Name. sensitivity: personal';
comment on column indicators.band.state is 'live or ended. sensitivity: none';
comment on column indicators.band.set_by is 'Account. sensitivity: personal';
comment on column indicators.band.set_by_name is 'Name. sensitivity: personal';
comment on column indicators.band.set_at is 'When. sensitivity: none';
comment on column indicators.band.ended_at is 'When it was ended. sensitivity: none';
create unique index band_live_once on indicators.band (indicator_id, owner_organisation_id) where state = 'live';

create table indicators.alert (
  alert_id text primary key,
  band_id text not null references indicators.band (band_id),
  indicator_id text not null,
  organisation_id text not null,
  owner_organisation_id text not null,
  period text not null,
  kind text not null,
  value numeric not null,
  low numeric,
  high numeric,
  definition_version text not null,
  state text not null,
  assignee_id text not null,
  assignee_name text not null,
  raised_at timestamptz not null,
  state_since timestamptz not null,
  constraint alert_kind_known check (kind in ('below', 'above', 'anomaly')),
  constraint alert_state_known check (state in ('raised', 'acknowledged', 'closed')),
  constraint alert_once unique (owner_organisation_id, indicator_id, organisation_id, period, kind)
);
comment on table indicators.alert is 'A value that left its band, and the person who has to look at it. sensitivity: none';
comment on column indicators.alert.alert_id is 'UUID version 7. sensitivity: none';
comment on column indicators.alert.band_id is 'Band that it left. sensitivity: none';
comment on column indicators.alert.indicator_id is 'Indicator. sensitivity: none';
comment on column indicators.alert.organisation_id is 'Site, or the office for the sum over all. sensitivity: none';
comment on column indicators.alert.owner_organisation_id is 'Office that watches. sensitivity: none';
comment on column indicators.alert.period is 'Month, quarter or year. sensitivity: none';
comment on column indicators.alert.kind is 'Below, above, or unlike the former months. sensitivity: none';
comment on column indicators.alert.value is 'The value. sensitivity: none';
comment on column indicators.alert.low is 'Lowest value that was expected. sensitivity: none';
comment on column indicators.alert.high is 'Highest value that was expected. sensitivity: none';
comment on column indicators.alert.definition_version is 'Version of the definition. sensitivity: none';
comment on column indicators.alert.state is 'raised, acknowledged or closed. sensitivity: none';
comment on column indicators.alert.assignee_id is 'Account that has to look at it. sensitivity: personal';
comment on column indicators.alert.assignee_name is 'Name. sensitivity: personal';
comment on column indicators.alert.raised_at is 'When. sensitivity: none';
comment on column indicators.alert.state_since is 'Since when in this state. sensitivity: none';
create index alert_assignee on indicators.alert (assignee_id, state);

create table indicators.alert_action (
  action_id text primary key,
  alert_id text not null references indicators.alert (alert_id),
  step integer not null,
  action text not null,
  note text,
  subject_id text not null,
  subject_name text not null,
  owner_organisation_id text not null,
  recorded_at timestamptz not null,
  constraint alert_action_step_once unique (alert_id, step),
  constraint alert_action_known check (action in ('raise', 'restate', 'acknowledge', 'assign', 'note', 'close'))
);
comment on table indicators.alert_action is 'What was done about an alert. Appended only. sensitivity: none';
comment on column indicators.alert_action.action_id is 'UUID version 7. sensitivity: none';
comment on column indicators.alert_action.alert_id is 'Alert. sensitivity: none';
comment on column indicators.alert_action.step is 'Order of the acts on one alert. sensitivity: none';
comment on column indicators.alert_action.action is 'What was done. sensitivity: none';
comment on column indicators.alert_action.note is 'In words; of an assignment, to whom. sensitivity: personal';
comment on column indicators.alert_action.subject_id is 'Account. sensitivity: personal';
comment on column indicators.alert_action.subject_name is 'Name. sensitivity: personal';
comment on column indicators.alert_action.owner_organisation_id is 'Office that watches. sensitivity: none';
comment on column indicators.alert_action.recorded_at is 'When. sensitivity: none';

create table indicators.flow (
  from_organisation_id text not null,
  to_organisation_id text not null,
  direction text not null,
  month text not null,
  submitted bigint not null,
  accepted bigint not null,
  arrived bigint not null,
  returned bigint not null,
  primary key (from_organisation_id, to_organisation_id, direction, month)
);
comment on table indicators.flow is 'Referrals added up by sender, receiver and month of submission. sensitivity: none';
comment on column indicators.flow.from_organisation_id is 'Sender. sensitivity: none';
comment on column indicators.flow.to_organisation_id is 'Receiver; empty for one outside. sensitivity: none';
comment on column indicators.flow.direction is 'up, lateral or down. sensitivity: none';
comment on column indicators.flow.month is 'YYYY-MM. sensitivity: none';
comment on column indicators.flow.submitted is 'Referrals. sensitivity: none';
comment on column indicators.flow.accepted is 'Of these, accepted. sensitivity: none';
comment on column indicators.flow.arrived is 'Of these, arrived. sensitivity: none';
comment on column indicators.flow.returned is 'Of these, sent down again. sensitivity: none';
create index flow_month on indicators.flow (month);

-- What is computed comes before what was entered while nothing computed it.
create or replace view indicators.month_value as
select f.indicator_id, f.organisation_id, f.month, f.numerator, f.denominator, f.definition_version, true as is_frozen, f.recorded_at as known_at
from indicators.frozen f where not exists (select 1 from indicators.frozen later where later.indicator_id = f.indicator_id and later.organisation_id = f.organisation_id and later.month = f.month and later.revision > f.revision)
union all
select c.indicator_id, c.organisation_id, c.month, c.numerator, c.denominator, c.definition_version, false, c.computed_at
from indicators.cell c where not exists (select 1 from indicators.closed_site s where s.organisation_id = c.organisation_id and s.month = c.month)
union all
select e.indicator_id, e.owner_organisation_id, e.month, e.numerator, e.denominator, '', false, e.decided_at
from indicators.entry e where e.state = 'approved' and not exists (select 1 from indicators.closed_site s where s.organisation_id = e.owner_organisation_id and s.month = e.month)
  and not exists (select 1 from indicators.cell c where c.indicator_id = e.indicator_id and c.organisation_id = e.owner_organisation_id and c.month = e.month);
alter view indicators.month_value set (security_invoker = true);

-- Sums of sites and what was done about them; nothing of a patient.
select access.leave_open('indicators.band', 'indicators.alert', 'indicators.alert_action', 'indicators.flow', 'indicators.month_value');
grant select, insert, update on indicators.band, indicators.alert to yigong_app;
grant select, insert on indicators.alert_action to yigong_app;
grant select, insert, update, delete on indicators.flow to yigong_app;
