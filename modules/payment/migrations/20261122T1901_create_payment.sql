create schema payment;
grant usage on schema payment to yigong_app;

create table payment.pack (
  pack_id text primary key,
  city text not null,
  insurance text not null,
  year integer not null,
  version text not null,
  owner_organisation_id text not null,
  valid_from date not null,
  valid_until date not null,
  content jsonb not null,
  missing text[] not null,
  state text not null,
  state_since timestamptz not null,
  loaded_by_id text not null,
  loaded_by text not null,
  approved_by text,
  constraint pack_state_known check (state in ('draft', 'approved', 'withdrawn', 'retired')),
  constraint pack_insurance_known check (insurance in ('resident', 'employee', 'all')),
  constraint pack_period check (valid_until >= valid_from),
  constraint pack_version_unique unique (city, insurance, year, version)
);
comment on table payment.pack is 'Versions of the parameters of a city and year; the content is never rewritten. sensitivity: personal';
comment on column payment.pack.pack_id is 'Id. sensitivity: none';
comment on column payment.pack.city is 'City or region. sensitivity: none';
comment on column payment.pack.insurance is 'Whose fund: residents, employees or all. sensitivity: none';
comment on column payment.pack.year is 'Settlement year. sensitivity: none';
comment on column payment.pack.version is 'Version of the city. sensitivity: none';
comment on column payment.pack.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column payment.pack.valid_from is 'First day in force. sensitivity: none';
comment on column payment.pack.valid_until is 'Last day in force. sensitivity: none';
comment on column payment.pack.content is 'The parameters as loaded. sensitivity: none';
comment on column payment.pack.missing is 'Parts that the city has not decided. sensitivity: none';
comment on column payment.pack.state is 'Where it stands. sensitivity: none';
comment on column payment.pack.state_since is 'Since when in this state. sensitivity: none';
comment on column payment.pack.loaded_by_id is 'Account that loaded it. sensitivity: personal';
comment on column payment.pack.loaded_by is 'Name of that person. sensitivity: personal';
comment on column payment.pack.approved_by is 'Name of the person who approved it. sensitivity: personal';

create table payment.settlement_case (
  case_id text primary key,
  case_number text not null,
  pack_id text not null references payment.pack (pack_id),
  owner_organisation_id text not null,
  person_id text,
  group_code text not null,
  cost_fen bigint not null,
  patient_paid_fen bigint not null,
  admitted_on date,
  discharged_on date not null,
  band text not null,
  score numeric not null,
  final_score numeric not null,
  constraint settlement_case_number_unique unique (pack_id, owner_organisation_id, case_number),
  constraint settlement_case_amounts check (cost_fen >= 0 and patient_paid_fen between 0 and cost_fen),
  constraint settlement_case_days check (admitted_on is null or discharged_on >= admitted_on),
  constraint settlement_case_band_known check (band in ('low', 'normal', 'high', 'special-review-candidate'))
);
comment on table payment.settlement_case is 'Discharges of a settlement year with their scores. sensitivity: sensitive';
comment on column payment.settlement_case.case_id is 'Id. sensitivity: none';
comment on column payment.settlement_case.case_number is 'Number at the institution. sensitivity: personal';
comment on column payment.settlement_case.pack_id is 'Parameters by which it is scored. sensitivity: none';
comment on column payment.settlement_case.owner_organisation_id is 'Institution of the discharge. sensitivity: none';
comment on column payment.settlement_case.person_id is 'Person, where given. sensitivity: personal';
comment on column payment.settlement_case.group_code is 'Payment group. sensitivity: sensitive';
comment on column payment.settlement_case.cost_fen is 'Total cost in fen. sensitivity: personal';
comment on column payment.settlement_case.patient_paid_fen is 'Paid by the person, in fen. sensitivity: personal';
comment on column payment.settlement_case.admitted_on is 'Day of admission. sensitivity: personal';
comment on column payment.settlement_case.discharged_on is 'Day of discharge. sensitivity: personal';
comment on column payment.settlement_case.band is 'Band of the cost. sensitivity: none';
comment on column payment.settlement_case.score is 'Score by the rules. sensitivity: none';
comment on column payment.settlement_case.final_score is 'Score that counts, after special review. sensitivity: none';

create table payment.run (
  run_id text primary key,
  kind text not null,
  pack_id text not null references payment.pack (pack_id),
  month text,
  owner_organisation_id text not null,
  task_id text,
  cases_done integer not null default 0,
  cases_total integer not null default 0,
  document_number text,
  status text,
  missing text[] not null default '{}',
  appeal_until date,
  state text not null,
  state_since timestamptz not null,
  constraint run_kind_known check (kind in ('advance', 'clearing')),
  constraint run_state_known check (state in ('running', 'prepared', 'confirmed', 'cancelled')),
  constraint run_month_of_advance check ((kind = 'advance') = (month is not null)),
  constraint run_status_known check (status in ('SETTLED', 'PENDING_LOCAL_PARAMETERS'))
);
comment on table payment.run is 'Calculations of a period: advances of a month and clearings of a year. sensitivity: none';
comment on column payment.run.run_id is 'Id. sensitivity: none';
comment on column payment.run.kind is 'Advance or clearing. sensitivity: none';
comment on column payment.run.pack_id is 'Parameters. sensitivity: none';
comment on column payment.run.month is 'Month of an advance. sensitivity: none';
comment on column payment.run.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column payment.run.task_id is 'Long work that calculates it. sensitivity: none';
comment on column payment.run.cases_done is 'Cases gone through. sensitivity: none';
comment on column payment.run.cases_total is 'Cases of the period. sensitivity: none';
comment on column payment.run.document_number is 'Number of the document by which it was published. sensitivity: none';
comment on column payment.run.status is 'Settled, or what is pending. sensitivity: none';
comment on column payment.run.missing is 'Local parameters that are missing. sensitivity: none';
comment on column payment.run.appeal_until is 'Last day for appeals. sensitivity: none';
comment on column payment.run.state is 'Where it stands. sensitivity: none';
comment on column payment.run.state_since is 'Since when in this state. sensitivity: none';

create table payment.figure (
  item_id text not null,
  name text not null,
  owner_organisation_id text not null,
  about_organisation_id text,
  value text not null,
  formula text not null,
  inputs jsonb not null,
  pack_version text not null,
  constraint figure_key unique nulls not distinct (item_id, name, about_organisation_id)
);
comment on table payment.figure is 'Every number that a run or a package made, with formula and inputs; never rewritten. sensitivity: none';
comment on column payment.figure.item_id is 'Run, package or claim. sensitivity: none';
comment on column payment.figure.name is 'Name of the number. sensitivity: none';
comment on column payment.figure.owner_organisation_id is 'Organisation that the number is about, or that made it. sensitivity: none';
comment on column payment.figure.about_organisation_id is 'Organisation that the number is about, null for the whole. sensitivity: none';
comment on column payment.figure.value is 'The number as decimal text. sensitivity: none';
comment on column payment.figure.formula is 'Formula of the book. sensitivity: none';
comment on column payment.figure.inputs is 'Inputs by name. sensitivity: none';
comment on column payment.figure.pack_version is 'Version of the parameters. sensitivity: none';

create table payment.appeal (
  appeal_id text primary key,
  run_id text not null references payment.run (run_id),
  owner_organisation_id text not null,
  reason text not null,
  claimed_fen bigint not null,
  granted_fen bigint,
  filed_on date not null,
  answer_until date not null,
  decision text,
  decided_by text,
  state text not null,
  state_since timestamptz not null,
  constraint appeal_state_known check (state in ('filed', 'upheld', 'rejected')),
  constraint appeal_decided check ((state = 'filed') = (granted_fen is null))
);
comment on table payment.appeal is 'Appeals of institutions against a run. sensitivity: personal';
comment on column payment.appeal.appeal_id is 'Id. sensitivity: none';
comment on column payment.appeal.run_id is 'The run. sensitivity: none';
comment on column payment.appeal.owner_organisation_id is 'Institution that appeals. sensitivity: none';
comment on column payment.appeal.reason is 'Why. sensitivity: none';
comment on column payment.appeal.claimed_fen is 'Asked for, in fen. sensitivity: none';
comment on column payment.appeal.granted_fen is 'Granted, in fen. sensitivity: none';
comment on column payment.appeal.filed_on is 'Day of filing. sensitivity: none';
comment on column payment.appeal.answer_until is 'Last day for the answer. sensitivity: none';
comment on column payment.appeal.decision is 'Words of the decision. sensitivity: none';
comment on column payment.appeal.decided_by is 'Name of the person who decided. sensitivity: personal';
comment on column payment.appeal.state is 'Where it stands. sensitivity: none';
comment on column payment.appeal.state_since is 'Since when in this state. sensitivity: none';

create table payment.review (
  review_id text primary key,
  case_id text not null references payment.settlement_case (case_id),
  owner_organisation_id text not null,
  reason text not null,
  coefficient numeric,
  reviewed_score numeric,
  state text not null,
  state_since timestamptz not null,
  constraint review_case_unique unique (case_id),
  constraint review_state_known check (state in ('applied', 'approved', 'refused'))
);
comment on table payment.review is 'Cases put up for special review. sensitivity: sensitive';
comment on column payment.review.review_id is 'Id. sensitivity: none';
comment on column payment.review.case_id is 'The case. sensitivity: none';
comment on column payment.review.owner_organisation_id is 'Institution that applied. sensitivity: none';
comment on column payment.review.reason is 'Why. sensitivity: sensitive';
comment on column payment.review.coefficient is 'Coefficient of the panel. sensitivity: none';
comment on column payment.review.reviewed_score is 'Score after review. sensitivity: none';
comment on column payment.review.state is 'Where it stands. sensitivity: none';
comment on column payment.review.state_since is 'Since when in this state. sensitivity: none';

create table payment.vote (
  review_id text not null references payment.review (review_id),
  voter_id text not null,
  voter_name text not null,
  owner_organisation_id text not null,
  agrees boolean not null,
  coefficient numeric not null,
  opinion text not null,
  voted_at timestamptz not null,
  primary key (review_id, voter_id)
);
comment on table payment.vote is 'Votes of the panel, one each; never rewritten. sensitivity: sensitive';
comment on column payment.vote.review_id is 'The review. sensitivity: none';
comment on column payment.vote.voter_id is 'Account of the expert. sensitivity: personal';
comment on column payment.vote.voter_name is 'Name of the expert. sensitivity: personal';
comment on column payment.vote.owner_organisation_id is 'Organisation for which the expert acts. sensitivity: none';
comment on column payment.vote.agrees is 'For or against. sensitivity: none';
comment on column payment.vote.coefficient is 'Coefficient that the expert holds right. sensitivity: none';
comment on column payment.vote.opinion is 'Words of the expert. sensitivity: sensitive';
comment on column payment.vote.voted_at is 'When. sensitivity: none';

create table payment.package (
  package_id text primary key,
  name text not null,
  pack_id text not null references payment.pack (pack_id),
  owner_organisation_id text not null,
  heads integer not null,
  package_fen bigint not null,
  monthly_prepay_fen bigint not null,
  difference_fen bigint,
  decision_number text,
  decided_on date,
  state text not null,
  state_since timestamptz not null,
  constraint package_owner_year unique (owner_organisation_id, pack_id),
  constraint package_state_known check (state in ('open', 'closed', 'distributed')),
  constraint package_distributed_by_decision check ((state = 'distributed') = (decision_number is not null))
);
comment on table payment.package is 'Packages of consortia: one budget for all insured of a year. sensitivity: none';
comment on column payment.package.package_id is 'Id. sensitivity: none';
comment on column payment.package.name is 'Name. sensitivity: none';
comment on column payment.package.pack_id is 'Parameters. sensitivity: none';
comment on column payment.package.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column payment.package.heads is 'Insured persons. sensitivity: none';
comment on column payment.package.package_fen is 'The package in fen. sensitivity: none';
comment on column payment.package.monthly_prepay_fen is 'Prepaid a month, in fen. sensitivity: none';
comment on column payment.package.difference_fen is 'Surplus (above zero) or overrun at closing. sensitivity: none';
comment on column payment.package.decision_number is 'Number of the decision by which it is distributed. sensitivity: none';
comment on column payment.package.decided_on is 'Day of that decision. sensitivity: none';
comment on column payment.package.state is 'Where it stands. sensitivity: none';
comment on column payment.package.state_since is 'Since when in this state. sensitivity: none';

create table payment.package_month (
  package_id text not null references payment.package (package_id),
  month text not null,
  owner_organisation_id text not null,
  inside_fen bigint not null,
  outside_fen bigint not null,
  recorded_at timestamptz not null,
  primary key (package_id, month),
  constraint package_month_amounts check (inside_fen >= 0 and outside_fen >= 0)
);
comment on table payment.package_month is 'Use of the fund month by month, inside and outside the county. sensitivity: none';
comment on column payment.package_month.package_id is 'The package. sensitivity: none';
comment on column payment.package_month.month is 'YYYY-MM. sensitivity: none';
comment on column payment.package_month.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column payment.package_month.inside_fen is 'Spent inside the county. sensitivity: none';
comment on column payment.package_month.outside_fen is 'Spent outside the county. sensitivity: none';
comment on column payment.package_month.recorded_at is 'When recorded. sensitivity: none';

create table payment.package_share (
  package_id text not null references payment.package (package_id),
  position integer not null,
  party text not null,
  organisation_id text,
  owner_organisation_id text not null,
  weight text not null,
  amount_fen bigint not null,
  primary key (package_id, position),
  constraint package_share_party_known check (party in ('fund', 'lead', 'member'))
);
comment on table payment.package_share is 'Shares of surplus or overrun, frozen at closing; money counts as distributed only with a decision. sensitivity: none';
comment on column payment.package_share.package_id is 'The package. sensitivity: none';
comment on column payment.package_share.position is 'Order of the division. sensitivity: none';
comment on column payment.package_share.party is 'Fund, lead or member. sensitivity: none';
comment on column payment.package_share.organisation_id is 'The organisation, null for the fund. sensitivity: none';
comment on column payment.package_share.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column payment.package_share.weight is 'Frozen weight. sensitivity: none';
comment on column payment.package_share.amount_fen is 'Share in fen; below zero is borne. sensitivity: none';

create table payment.stay (
  stay_id text primary key,
  person_id text not null,
  owner_organisation_id text not null,
  pack_id text not null references payment.pack (pack_id),
  level integer not null,
  admitted_on date not null,
  discharged_on date,
  referral_accepted_on date,
  episode integer not null,
  reason text not null,
  deductible_fen bigint not null,
  charged_fen bigint not null,
  paid_fen bigint not null,
  recorded_at timestamptz not null,
  constraint stay_days check (discharged_on is null or discharged_on >= admitted_on),
  constraint stay_amounts check (deductible_fen >= 0 and charged_fen between 0 and deductible_fen)
);
comment on table payment.stay is 'Ledger of deductibles along episodes of care; never rewritten. sensitivity: personal';
comment on column payment.stay.stay_id is 'Id. sensitivity: none';
comment on column payment.stay.person_id is 'Person. sensitivity: personal';
comment on column payment.stay.owner_organisation_id is 'Institution of the stay. sensitivity: none';
comment on column payment.stay.pack_id is 'Parameters. sensitivity: none';
comment on column payment.stay.level is 'Level of the institution. sensitivity: none';
comment on column payment.stay.admitted_on is 'Day of admission. sensitivity: personal';
comment on column payment.stay.discharged_on is 'Day of discharge. sensitivity: personal';
comment on column payment.stay.referral_accepted_on is 'Day on which the referral was accepted. sensitivity: personal';
comment on column payment.stay.episode is 'Number of the episode of the person. sensitivity: none';
comment on column payment.stay.reason is 'Why this deductible. sensitivity: none';
comment on column payment.stay.deductible_fen is 'Of the level, in fen. sensitivity: none';
comment on column payment.stay.charged_fen is 'Charged, in fen. sensitivity: personal';
comment on column payment.stay.paid_fen is 'Charged in the episode so far. sensitivity: personal';
comment on column payment.stay.recorded_at is 'When recorded. sensitivity: none';

create table payment.claim (
  claim_id text primary key,
  bill_number text not null,
  person_id text not null,
  owner_organisation_id text not null,
  pack_id text not null references payment.pack (pack_id),
  stay_id text references payment.stay (stay_id),
  bill jsonb not null,
  total_fen bigint not null,
  fund_fen bigint,
  patient_fen bigint,
  state text not null,
  state_since timestamptz not null,
  constraint claim_bill_unique unique (owner_organisation_id, bill_number),
  constraint claim_state_known check (state in ('held', 'clear', 'sent', 'settled'))
);
comment on table payment.claim is 'Bills audited before they leave, and what became of them. sensitivity: sensitive';
comment on column payment.claim.claim_id is 'Id; also of the FHIR Claim. sensitivity: none';
comment on column payment.claim.bill_number is 'Number of the bill. sensitivity: personal';
comment on column payment.claim.person_id is 'Person. sensitivity: personal';
comment on column payment.claim.owner_organisation_id is 'Institution. sensitivity: none';
comment on column payment.claim.pack_id is 'Parameters and rules. sensitivity: none';
comment on column payment.claim.stay_id is 'Stay in the ledger. sensitivity: none';
comment on column payment.claim.bill is 'The bill as audited. sensitivity: sensitive';
comment on column payment.claim.total_fen is 'Total in fen. sensitivity: personal';
comment on column payment.claim.fund_fen is 'Paid by the fund, in fen. sensitivity: personal';
comment on column payment.claim.patient_fen is 'Paid by the person, in fen. sensitivity: personal';
comment on column payment.claim.state is 'Where it stands. sensitivity: none';
comment on column payment.claim.state_since is 'Since when in this state. sensitivity: none';

create table payment.hit (
  hit_id text primary key,
  claim_id text not null references payment.claim (claim_id),
  position integer not null,
  owner_organisation_id text not null,
  finding jsonb not null,
  amount_fen bigint not null,
  released_by text,
  released_at timestamptz,
  release_reason text,
  constraint hit_release_whole check ((released_by is null) = (release_reason is null) and (released_by is null) = (released_at is null))
);
comment on table payment.hit is 'Findings of the audit of a bill with their evidence. sensitivity: sensitive';
comment on column payment.hit.hit_id is 'Id. sensitivity: none';
comment on column payment.hit.claim_id is 'The claim. sensitivity: none';
comment on column payment.hit.position is 'Order of the rules. sensitivity: none';
comment on column payment.hit.owner_organisation_id is 'Institution. sensitivity: none';
comment on column payment.hit.finding is 'Rule, lines, facts, amount and suggestion. sensitivity: sensitive';
comment on column payment.hit.amount_fen is 'At stake, in fen. sensitivity: personal';
comment on column payment.hit.released_by is 'Name of the person who released it. sensitivity: personal';
comment on column payment.hit.released_at is 'When. sensitivity: none';
comment on column payment.hit.release_reason is 'Why. sensitivity: sensitive';

create table payment.action (
  action_id text primary key,
  item_id text not null,
  owner_organisation_id text not null,
  action text not null,
  state_after text,
  reason text,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null
);
comment on table payment.action is 'What was done, appended only. sensitivity: sensitive';
comment on column payment.action.action_id is 'Id. sensitivity: none';
comment on column payment.action.item_id is 'What it was done to. sensitivity: none';
comment on column payment.action.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column payment.action.action is 'What. sensitivity: none';
comment on column payment.action.state_after is 'State then. sensitivity: none';
comment on column payment.action.reason is 'Why. sensitivity: sensitive';
comment on column payment.action.subject_id is 'Account. sensitivity: personal';
comment on column payment.action.subject_name is 'Name of the person. sensitivity: personal';
comment on column payment.action.recorded_at is 'When. sensitivity: none';

create index settlement_case_period on payment.settlement_case (pack_id, owner_organisation_id, discharged_on);
create index settlement_case_person on payment.settlement_case (person_id, pack_id) where person_id is not null;
create unique index run_live on payment.run (pack_id, kind, coalesce(month, '')) where state <> 'cancelled';
create unique index appeal_open on payment.appeal (run_id, owner_organisation_id) where state = 'filed';
create index stay_person on payment.stay (person_id, admitted_on);
create index claim_person on payment.claim (person_id);
create index hit_claim on payment.hit (claim_id, position);
create index action_item on payment.action (item_id, recorded_at);

grant select, insert on payment.figure, payment.vote, payment.package_month, payment.package_share, payment.stay, payment.action to yigong_app;
grant select, insert, update on payment.pack, payment.settlement_case, payment.run, payment.appeal, payment.review, payment.package, payment.claim, payment.hit to yigong_app;
create schema payment_report;
grant usage on schema payment_report to yigong_app;
create view payment_report.fund_use as
  select p.package_id, p.owner_organisation_id, k.year, m.month, p.heads, p.package_fen, m.inside_fen, m.outside_fen, m.recorded_at
  from payment.package p join payment.pack k using (pack_id) join payment.package_month m using (package_id);
comment on view payment_report.fund_use is 'Use of the fund of a package by month, inside and outside the county. sensitivity: none';
comment on column payment_report.fund_use.package_id is 'The package. sensitivity: none';
comment on column payment_report.fund_use.owner_organisation_id is 'Organisation of the package. sensitivity: none';
comment on column payment_report.fund_use.year is 'Year. sensitivity: none';
comment on column payment_report.fund_use.month is 'Month. sensitivity: none';
comment on column payment_report.fund_use.heads is 'Insured persons. sensitivity: none';
comment on column payment_report.fund_use.package_fen is 'Package in fen. sensitivity: none';
comment on column payment_report.fund_use.inside_fen is 'Spent inside the county. sensitivity: none';
comment on column payment_report.fund_use.outside_fen is 'Spent outside the county. sensitivity: none';
comment on column payment_report.fund_use.recorded_at is 'When recorded. sensitivity: none';
grant select on payment_report.fund_use to yigong_app;
create view payment_report.settlement as
  select r.run_id, r.kind, k.year, r.month, f.about_organisation_id as organisation_id, f.name, f.value, f.pack_version, r.state_since as confirmed_at
  from payment.run r join payment.pack k using (pack_id) join payment.figure f on f.item_id = r.run_id where r.state = 'confirmed';
comment on view payment_report.settlement is 'Figures of confirmed runs by institution. sensitivity: none';
comment on column payment_report.settlement.run_id is 'The run. sensitivity: none';
comment on column payment_report.settlement.kind is 'Advance or clearing. sensitivity: none';
comment on column payment_report.settlement.year is 'Year. sensitivity: none';
comment on column payment_report.settlement.month is 'Month of an advance. sensitivity: none';
comment on column payment_report.settlement.organisation_id is 'Institution, null for the whole. sensitivity: none';
comment on column payment_report.settlement.name is 'Name of the number. sensitivity: none';
comment on column payment_report.settlement.value is 'Decimal text. sensitivity: none';
comment on column payment_report.settlement.pack_version is 'Version of the parameters. sensitivity: none';
comment on column payment_report.settlement.confirmed_at is 'When confirmed. sensitivity: none';
grant select on payment_report.settlement to yigong_app;
create view payment_report.package_result as
  select p.package_id, p.owner_organisation_id, k.year, p.package_fen, p.difference_fen, p.state, s.party, s.organisation_id, s.amount_fen, p.decision_number, p.state_since
  from payment.package p join payment.pack k using (pack_id) left join payment.package_share s using (package_id) where p.state <> 'open';
comment on view payment_report.package_result is 'Surplus or overrun of packages and its shares. sensitivity: none';
comment on column payment_report.package_result.package_id is 'The package. sensitivity: none';
comment on column payment_report.package_result.owner_organisation_id is 'Organisation of the package. sensitivity: none';
comment on column payment_report.package_result.year is 'Year. sensitivity: none';
comment on column payment_report.package_result.package_fen is 'Package in fen. sensitivity: none';
comment on column payment_report.package_result.difference_fen is 'Surplus or overrun. sensitivity: none';
comment on column payment_report.package_result.state is 'Closed or distributed. sensitivity: none';
comment on column payment_report.package_result.party is 'Fund, lead or member. sensitivity: none';
comment on column payment_report.package_result.organisation_id is 'The organisation. sensitivity: none';
comment on column payment_report.package_result.amount_fen is 'Share in fen. sensitivity: none';
comment on column payment_report.package_result.decision_number is 'Decision. sensitivity: none';
comment on column payment_report.package_result.state_since is 'Since when. sensitivity: none';
grant select on payment_report.package_result to yigong_app;
create view payment_report.case_volume as
  select k.year, to_char(c.discharged_on, 'YYYY-MM') as month, c.owner_organisation_id as organisation_id, c.group_code, count(*) as cases, sum(c.cost_fen)::bigint as cost_fen,
    sum(c.cost_fen - c.patient_paid_fen)::bigint as fund_fen, sum(c.final_score) as score
  from payment.settlement_case c join payment.pack k using (pack_id) group by 1, 2, 3, 4;
comment on view payment_report.case_volume is 'Cases, cost and fund share by institution, group and month. sensitivity: none';
comment on column payment_report.case_volume.year is 'Year. sensitivity: none';
comment on column payment_report.case_volume.month is 'Month of discharge. sensitivity: none';
comment on column payment_report.case_volume.organisation_id is 'Institution. sensitivity: none';
comment on column payment_report.case_volume.group_code is 'Payment group. sensitivity: none';
comment on column payment_report.case_volume.cases is 'Cases. sensitivity: none';
comment on column payment_report.case_volume.cost_fen is 'Cost in fen. sensitivity: none';
comment on column payment_report.case_volume.fund_fen is 'Cost without what patients paid. sensitivity: none';
comment on column payment_report.case_volume.score is 'Score that counts. sensitivity: none';
grant select on payment_report.case_volume to yigong_app;
