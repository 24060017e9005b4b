create schema assessment;
grant usage on schema assessment to yigong_app;

create table assessment.scheme (
  scheme_id text primary key,
  code text not null,
  version text not null,
  title jsonb not null,
  period text not null,
  owner_organisation_id text not null,
  source_text text not null,
  content jsonb not null,
  drafted_by_id text not null,
  drafted_by text not null,
  state text not null,
  state_since timestamptz not null,
  constraint scheme_version_once unique (owner_organisation_id, code, version),
  constraint scheme_state_known check (state in ('draft', 'adopted', 'retired')),
  constraint scheme_period_known check (period in ('month', 'quarter', 'year'))
);
comment on table assessment.scheme is 'Versions of assessment schemes; the content is never rewritten. sensitivity: personal';
comment on column assessment.scheme.scheme_id is 'UUID version 7. sensitivity: none';
comment on column assessment.scheme.code is 'Code of the scheme. sensitivity: none';
comment on column assessment.scheme.version is 'Version of the code. sensitivity: none';
comment on column assessment.scheme.title is 'Title in Chinese and English. sensitivity: none';
comment on column assessment.scheme.period is 'Month, quarter or year. sensitivity: none';
comment on column assessment.scheme.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.scheme.source_text is 'The text as it was written. sensitivity: none';
comment on column assessment.scheme.content is 'The scheme as read. sensitivity: none';
comment on column assessment.scheme.drafted_by_id is 'Account that drafted it. sensitivity: personal';
comment on column assessment.scheme.drafted_by is 'Name of that person. sensitivity: personal';
comment on column assessment.scheme.state is 'Where it stands. sensitivity: none';
comment on column assessment.scheme.state_since is 'Since when. sensitivity: none';

create table assessment.run (
  run_id text primary key,
  scheme_id text not null references assessment.scheme (scheme_id),
  period text not null,
  owner_organisation_id text not null,
  revision integer not null default 0,
  appeal_until date,
  document_number text,
  finalised_by_id text,
  state text not null,
  state_since timestamptz not null,
  constraint run_state_known check (state in ('draft', 'inputs-frozen', 'scored', 'published', 'final', 'frozen', 'cancelled')),
  constraint run_published_whole check (state not in ('published', 'final', 'frozen') or (appeal_until is not null and document_number is not null and revision > 0))
);
comment on table assessment.run is 'Assessments: one scheme over one period. sensitivity: personal';
comment on column assessment.run.run_id is 'UUID version 7. sensitivity: none';
comment on column assessment.run.scheme_id is 'Scheme. sensitivity: none';
comment on column assessment.run.period is 'Month, quarter or year. sensitivity: none';
comment on column assessment.run.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.run.revision is 'Number of the scoring that counts. sensitivity: none';
comment on column assessment.run.appeal_until is 'Last day for appeals. sensitivity: none';
comment on column assessment.run.document_number is 'Document by which it was published. sensitivity: none';
comment on column assessment.run.finalised_by_id is 'Account that made it final. sensitivity: personal';
comment on column assessment.run.state is 'Where it stands. sensitivity: none';
comment on column assessment.run.state_since is 'Since when. sensitivity: none';

create table assessment.run_member (
  run_id text not null references assessment.run (run_id),
  organisation_id text not null,
  group_id text not null,
  owner_organisation_id text not null,
  primary key (run_id, organisation_id)
);
comment on table assessment.run_member is 'Organisations that are assessed, with their group. sensitivity: none';
comment on column assessment.run_member.run_id is 'Assessment. sensitivity: none';
comment on column assessment.run_member.organisation_id is 'Member. sensitivity: none';
comment on column assessment.run_member.group_id is 'Group of the scheme. sensitivity: none';
comment on column assessment.run_member.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';

create table assessment.manual_value (
  manual_value_id text primary key,
  run_id text not null references assessment.run (run_id),
  organisation_id text not null,
  item_id text not null,
  value numeric not null,
  evidence text not null,
  owner_organisation_id text not null,
  turn integer not null,
  entered_by_id text not null,
  entered_by text not null,
  recorded_at timestamptz not null
);
comment on table assessment.manual_value is 'Values that people entered; the newest counts, none is rewritten. sensitivity: personal';
comment on column assessment.manual_value.manual_value_id is 'UUID version 7. sensitivity: none';
comment on column assessment.manual_value.run_id is 'Assessment. sensitivity: none';
comment on column assessment.manual_value.organisation_id is 'Member. sensitivity: none';
comment on column assessment.manual_value.item_id is 'Item or veto. sensitivity: none';
comment on column assessment.manual_value.value is 'As entered. sensitivity: none';
comment on column assessment.manual_value.evidence is 'What it rests on. sensitivity: none';
comment on column assessment.manual_value.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.manual_value.turn is 'Order of entry in the assessment; the last counts. sensitivity: none';
comment on column assessment.manual_value.entered_by_id is 'Account. sensitivity: personal';
comment on column assessment.manual_value.entered_by is 'Name. sensitivity: personal';
comment on column assessment.manual_value.recorded_at is 'When. sensitivity: none';

create table assessment.input (
  run_id text not null references assessment.run (run_id),
  revision integer not null,
  organisation_id text not null,
  item_id text not null,
  value numeric,
  previous numeric,
  numerator numeric,
  denominator numeric,
  source text not null,
  indicator_id text,
  definition_version text,
  is_closed boolean not null,
  known_at timestamptz,
  evidence text,
  owner_organisation_id text not null,
  recorded_at timestamptz not null,
  primary key (run_id, revision, organisation_id, item_id),
  constraint input_source_known check (source in ('indicator', 'manual', 'appeal', 'none'))
);
comment on table assessment.input is 'Frozen inputs; a later revision stands beside the former. sensitivity: none';
comment on column assessment.input.run_id is 'Assessment. sensitivity: none';
comment on column assessment.input.revision is 'Freezing or appeal that wrote it. sensitivity: none';
comment on column assessment.input.organisation_id is 'Member. sensitivity: none';
comment on column assessment.input.item_id is 'Item or veto. sensitivity: none';
comment on column assessment.input.value is 'Value, null where none. sensitivity: none';
comment on column assessment.input.previous is 'Value of the period compared with. sensitivity: none';
comment on column assessment.input.numerator is 'Sum of the numerator. sensitivity: none';
comment on column assessment.input.denominator is 'Sum of the denominator. sensitivity: none';
comment on column assessment.input.source is 'Indicator, manual, appeal or none. sensitivity: none';
comment on column assessment.input.indicator_id is 'Indicator. sensitivity: none';
comment on column assessment.input.definition_version is 'Version of its definition. sensitivity: none';
comment on column assessment.input.is_closed is 'Whether its months were closed. sensitivity: none';
comment on column assessment.input.known_at is 'When the youngest number in it was known. sensitivity: none';
comment on column assessment.input.evidence is 'What a manual value or a correction rests on. sensitivity: none';
comment on column assessment.input.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.input.recorded_at is 'When. sensitivity: none';

create table assessment.score (
  run_id text not null references assessment.run (run_id),
  revision integer not null,
  organisation_id text not null,
  group_id text not null,
  total numeric not null,
  grade text not null,
  place integer not null,
  vetoes text[] not null,
  parts jsonb not null,
  owner_organisation_id text not null,
  scored_at timestamptz not null,
  primary key (run_id, revision, organisation_id),
  constraint score_not_below_zero check (total >= 0)
);
comment on table assessment.score is 'Scores with formula and inputs; each scoring is a revision of its own. sensitivity: none';
comment on column assessment.score.run_id is 'Assessment. sensitivity: none';
comment on column assessment.score.revision is 'Number of the scoring. sensitivity: none';
comment on column assessment.score.organisation_id is 'Member. sensitivity: none';
comment on column assessment.score.group_id is 'Group. sensitivity: none';
comment on column assessment.score.total is 'Sum of the parts. sensitivity: none';
comment on column assessment.score.grade is 'Grade. sensitivity: none';
comment on column assessment.score.place is 'Place within the group. sensitivity: none';
comment on column assessment.score.vetoes is 'Vetoes that hold. sensitivity: none';
comment on column assessment.score.parts is 'Parts with formula and input. sensitivity: none';
comment on column assessment.score.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.score.scored_at is 'When. sensitivity: none';

create table assessment.appeal (
  appeal_id text primary key,
  run_id text not null references assessment.run (run_id),
  owner_organisation_id text not null,
  item_id text not null,
  claimed_value numeric not null,
  reason text not null,
  evidence text not null,
  filed_by text not null,
  filed_on date not null,
  answer_until date not null,
  granted_value numeric,
  revision_after integer,
  decision text,
  decided_by text,
  state text not null,
  state_since timestamptz not null,
  constraint appeal_state_known check (state in ('filed', 'upheld', 'rejected')),
  constraint appeal_decided check ((state = 'filed') = (decision is null)),
  constraint appeal_granted check ((state = 'upheld') = (granted_value is not null))
);
comment on table assessment.appeal is 'Appeals of members against one item. sensitivity: personal';
comment on column assessment.appeal.appeal_id is 'UUID version 7. sensitivity: none';
comment on column assessment.appeal.run_id is 'Assessment. sensitivity: none';
comment on column assessment.appeal.owner_organisation_id is 'Member that appeals. sensitivity: none';
comment on column assessment.appeal.item_id is 'Item or veto. sensitivity: none';
comment on column assessment.appeal.claimed_value is 'Value that the member holds right. sensitivity: none';
comment on column assessment.appeal.reason is 'Why. sensitivity: none';
comment on column assessment.appeal.evidence is 'What it rests on. sensitivity: none';
comment on column assessment.appeal.filed_by is 'Name of the person. sensitivity: personal';
comment on column assessment.appeal.filed_on is 'Day of filing. sensitivity: none';
comment on column assessment.appeal.answer_until is 'Last day for the answer. sensitivity: none';
comment on column assessment.appeal.granted_value is 'Value that was granted. sensitivity: none';
comment on column assessment.appeal.revision_after is 'Scoring that followed. sensitivity: none';
comment on column assessment.appeal.decision is 'Reason of the decision. sensitivity: none';
comment on column assessment.appeal.decided_by is 'Name of the person who decided. sensitivity: personal';
comment on column assessment.appeal.state is 'Where it stands. sensitivity: none';
comment on column assessment.appeal.state_since is 'Since when. sensitivity: none';

create table assessment.use (
  use_id text primary key,
  run_id text not null references assessment.run (run_id),
  about_organisation_id text not null,
  purpose text not null,
  document_number text not null,
  about text not null,
  used_on date not null,
  owner_organisation_id text not null,
  recorded_by_id text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint use_purpose_known check (purpose in ('payment', 'pay', 'posts', 'awards', 'study', 'promotion', 'funding', 'planning'))
);
comment on table assessment.use is 'Who used which frozen score for what; never rewritten. sensitivity: personal';
comment on column assessment.use.use_id is 'UUID version 7. sensitivity: none';
comment on column assessment.use.run_id is 'Assessment. sensitivity: none';
comment on column assessment.use.about_organisation_id is 'Member whose score was used. sensitivity: none';
comment on column assessment.use.purpose is 'Payment, pay, posts and others. sensitivity: none';
comment on column assessment.use.document_number is 'Document of the decision. sensitivity: none';
comment on column assessment.use.about is 'What was decided. sensitivity: none';
comment on column assessment.use.used_on is 'Day of the decision. sensitivity: none';
comment on column assessment.use.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.use.recorded_by_id is 'Account. sensitivity: personal';
comment on column assessment.use.recorded_by is 'Name. sensitivity: personal';
comment on column assessment.use.recorded_at is 'When. sensitivity: none';

create table assessment.questionnaire (
  questionnaire_id text primary key,
  code text not null,
  version text not null,
  title jsonb not null,
  kind text not null,
  owner_organisation_id text not null,
  content jsonb not null,
  state text not null,
  state_since timestamptz not null,
  constraint questionnaire_version_once unique (owner_organisation_id, code, version),
  constraint questionnaire_state_known check (state in ('draft', 'adopted', 'retired')),
  constraint questionnaire_kind_known check (kind in ('outpatient', 'inpatient', 'staff'))
);
comment on table assessment.questionnaire is 'Versions of questionnaires; the content is never rewritten. sensitivity: none';
comment on column assessment.questionnaire.questionnaire_id is 'UUID version 7. sensitivity: none';
comment on column assessment.questionnaire.code is 'Code. sensitivity: none';
comment on column assessment.questionnaire.version is 'Version. sensitivity: none';
comment on column assessment.questionnaire.title is 'Title in Chinese and English. sensitivity: none';
comment on column assessment.questionnaire.kind is 'Outpatient, inpatient or staff. sensitivity: none';
comment on column assessment.questionnaire.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.questionnaire.content is 'Questions as read. sensitivity: none';
comment on column assessment.questionnaire.state is 'Where it stands. sensitivity: none';
comment on column assessment.questionnaire.state_since is 'Since when. sensitivity: none';

create table assessment.survey (
  survey_id text primary key,
  questionnaire_id text not null references assessment.questionnaire (questionnaire_id),
  title text not null,
  kind text not null,
  month text not null,
  owner_organisation_id text not null,
  per_site integer not null,
  quiet_days integer not null,
  cell_min integer not null,
  channels text[] not null,
  seed text not null,
  state text not null,
  state_since timestamptz not null,
  constraint survey_state_known check (state in ('draft', 'sampled', 'open', 'closed', 'cancelled'))
);
comment on table assessment.survey is 'Surveys of a month. sensitivity: none';
comment on column assessment.survey.survey_id is 'UUID version 7. sensitivity: none';
comment on column assessment.survey.questionnaire_id is 'Questionnaire. sensitivity: none';
comment on column assessment.survey.title is 'Title. sensitivity: none';
comment on column assessment.survey.kind is 'Outpatient, inpatient or staff. sensitivity: none';
comment on column assessment.survey.month is 'Month of the encounters. sensitivity: none';
comment on column assessment.survey.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.survey.per_site is 'Persons a site. sensitivity: none';
comment on column assessment.survey.quiet_days is 'Days in which nobody is asked twice. sensitivity: none';
comment on column assessment.survey.cell_min is 'Answers below which a result stays hidden. sensitivity: none';
comment on column assessment.survey.channels is 'Channels in use. sensitivity: none';
comment on column assessment.survey.seed is 'Seed of the sample. sensitivity: none';
comment on column assessment.survey.state is 'Where it stands. sensitivity: none';
comment on column assessment.survey.state_since is 'Since when. sensitivity: none';

create table assessment.survey_site (
  survey_id text not null references assessment.survey (survey_id),
  organisation_id text not null,
  frame integer not null,
  drawn integer not null,
  owner_organisation_id text not null,
  primary key (survey_id, organisation_id),
  constraint survey_site_drawn check (drawn between 0 and frame)
);
comment on table assessment.survey_site is 'Sites of a sample: persons that could be asked and persons drawn. sensitivity: none';
comment on column assessment.survey_site.survey_id is 'Survey. sensitivity: none';
comment on column assessment.survey_site.organisation_id is 'Site. sensitivity: none';
comment on column assessment.survey_site.frame is 'Persons with an encounter in the month. sensitivity: none';
comment on column assessment.survey_site.drawn is 'Persons drawn. sensitivity: none';
comment on column assessment.survey_site.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';

create table assessment.invitation (
  invitation_id text primary key,
  survey_id text not null references assessment.survey (survey_id),
  person_id text not null,
  owner_organisation_id text not null,
  channel text not null,
  asked_on date not null,
  attempts integer not null default 0,
  state text not null,
  constraint invitation_person_once unique (survey_id, person_id),
  constraint invitation_state_known check (state in ('drawn', 'asked', 'refused')),
  constraint invitation_channel_known check (channel in ('portal', 'paper', 'telephone'))
);
comment on table assessment.invitation is 'Persons drawn; says whether somebody was asked, never what was answered. sensitivity: personal';
comment on column assessment.invitation.invitation_id is 'UUID version 7. sensitivity: none';
comment on column assessment.invitation.survey_id is 'Survey. sensitivity: none';
comment on column assessment.invitation.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column assessment.invitation.owner_organisation_id is 'Site of the encounter. sensitivity: none';
comment on column assessment.invitation.channel is 'Channel. sensitivity: none';
comment on column assessment.invitation.asked_on is 'Day of the draw, for the quiet days. sensitivity: personal';
comment on column assessment.invitation.attempts is 'Calls made. sensitivity: none';
comment on column assessment.invitation.state is 'Drawn, asked or refused. sensitivity: personal';

create table assessment.code_issue (
  code_issue_id text primary key,
  survey_id text not null references assessment.survey (survey_id),
  owner_organisation_id text not null,
  channel text not null,
  codes integer not null
);
comment on table assessment.code_issue is 'How many codes were handed out; appended only. sensitivity: none';
comment on column assessment.code_issue.code_issue_id is 'UUID version 7. sensitivity: none';
comment on column assessment.code_issue.survey_id is 'Survey. sensitivity: none';
comment on column assessment.code_issue.owner_organisation_id is 'Site. sensitivity: none';
comment on column assessment.code_issue.channel is 'Channel. sensitivity: none';
comment on column assessment.code_issue.codes is 'Number of codes. sensitivity: none';

create table assessment.ballot (
  code_digest text primary key,
  survey_id text not null references assessment.survey (survey_id),
  owner_organisation_id text not null,
  channel text not null
);
comment on table assessment.ballot is 'Codes that were not used yet, as digests; points at no person and is deleted when it is used. sensitivity: none';
comment on column assessment.ballot.code_digest is 'SHA-256 of the code. sensitivity: none';
comment on column assessment.ballot.survey_id is 'Survey. sensitivity: none';
comment on column assessment.ballot.owner_organisation_id is 'Site. sensitivity: none';
comment on column assessment.ballot.channel is 'Channel. sensitivity: none';

create table assessment.response (
  response_id text primary key,
  survey_id text not null references assessment.survey (survey_id),
  owner_organisation_id text not null,
  channel text not null,
  answers jsonb not null,
  score numeric,
  constraint response_score_range check (score between 0 and 100)
);
comment on table assessment.response is 'Answers without person, code or time; the id is random. sensitivity: sensitive';
comment on column assessment.response.response_id is 'UUID version 4, which holds no time. sensitivity: none';
comment on column assessment.response.survey_id is 'Survey. sensitivity: none';
comment on column assessment.response.owner_organisation_id is 'Site. sensitivity: none';
comment on column assessment.response.channel is 'Channel. sensitivity: none';
comment on column assessment.response.answers is 'Answers by question. sensitivity: sensitive';
comment on column assessment.response.score is '0 to 100, null where not valid. sensitivity: none';

create table assessment.refusal (
  person_id text primary key,
  refuses boolean not null,
  said_at timestamptz not null
);
comment on table assessment.refusal is 'Residents who want to be asked no more. sensitivity: personal';
comment on column assessment.refusal.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column assessment.refusal.refuses is 'Whether it stands. sensitivity: personal';
comment on column assessment.refusal.said_at is 'When last said. sensitivity: personal';

create table assessment.imported_result (
  organisation_id text not null,
  kind text not null,
  month text not null,
  mean numeric not null,
  valid integer not null,
  file_name text not null,
  owner_organisation_id text not null,
  imported_by text not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, kind, month),
  constraint imported_result_mean check (mean between 0 and 100),
  constraint imported_result_valid check (valid > 0),
  constraint imported_result_kind_known check (kind in ('outpatient', 'inpatient', 'staff')),
  constraint imported_result_month_shape check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
comment on table assessment.imported_result is 'Results of the national platform by site and month; a later file replaces. sensitivity: personal';
comment on column assessment.imported_result.organisation_id is 'Site. sensitivity: none';
comment on column assessment.imported_result.kind is 'Outpatient, inpatient or staff. sensitivity: none';
comment on column assessment.imported_result.month is 'Month. sensitivity: none';
comment on column assessment.imported_result.mean is 'Mean score, 0 to 100. sensitivity: none';
comment on column assessment.imported_result.valid is 'Valid questionnaires. sensitivity: none';
comment on column assessment.imported_result.file_name is 'File. sensitivity: none';
comment on column assessment.imported_result.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.imported_result.imported_by is 'Name. sensitivity: personal';
comment on column assessment.imported_result.recorded_at is 'When. sensitivity: none';

create table assessment.action (
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
comment on table assessment.action is 'What was done to schemes, assessments, appeals and surveys; never rewritten. sensitivity: personal';
comment on column assessment.action.action_id is 'UUID version 7. sensitivity: none';
comment on column assessment.action.item_id is 'What it was done to. sensitivity: none';
comment on column assessment.action.owner_organisation_id is 'Organisation that answers for the row. sensitivity: none';
comment on column assessment.action.action is 'Act. sensitivity: none';
comment on column assessment.action.state_after is 'State it led to. sensitivity: none';
comment on column assessment.action.reason is 'Why. sensitivity: none';
comment on column assessment.action.subject_id is 'Account. sensitivity: personal';
comment on column assessment.action.subject_name is 'Name. sensitivity: personal';
comment on column assessment.action.recorded_at is 'When. sensitivity: none';

create unique index run_period_once on assessment.run (scheme_id, period) where state <> 'cancelled';
create index run_owner on assessment.run (owner_organisation_id, state);
create index run_member_place on assessment.run_member (organisation_id, run_id);
create index manual_value_newest on assessment.manual_value (run_id, organisation_id, item_id, turn desc);
create unique index appeal_open_once on assessment.appeal (run_id, owner_organisation_id, item_id) where state = 'filed';
create index use_of_run on assessment.use (run_id);
create index invitation_asked on assessment.invitation (asked_on, person_id);
create index invitation_person on assessment.invitation (person_id, survey_id);
create index response_of_survey on assessment.response (survey_id, owner_organisation_id);
create index action_item on assessment.action (item_id, recorded_at);

create schema assessment_report;
grant usage on schema assessment_report to yigong_app;
create view assessment_report.satisfaction as
select organisation_id, kind, month, numerator, denominator, source from (
  select r.owner_organisation_id as organisation_id, s.kind, s.month, sum(r.score) as numerator, count(r.score)::numeric as denominator, 'survey' as source,
    count(r.score) >= max(s.cell_min) as is_shown
  from assessment.survey s join assessment.response r using (survey_id)
  where s.state = 'closed' and not exists (select 1 from assessment.imported_result i where i.organisation_id = r.owner_organisation_id and i.kind = s.kind and i.month = s.month)
  group by r.owner_organisation_id, s.kind, s.month
) surveyed where is_shown
union all
select organisation_id, kind, month, mean * valid, valid::numeric, 'national-platform' from assessment.imported_result;
comment on view assessment_report.satisfaction is 'Satisfaction by site and month: sum of scores over valid questionnaires; the national platform comes before own surveys, small cells are left out. sensitivity: none';
comment on column assessment_report.satisfaction.organisation_id is 'Site. sensitivity: none';
comment on column assessment_report.satisfaction.kind is 'Outpatient, inpatient or staff. sensitivity: none';
comment on column assessment_report.satisfaction.month is 'YYYY-MM. sensitivity: none';
comment on column assessment_report.satisfaction.numerator is 'Sum of scores, each 0 to 100. sensitivity: none';
comment on column assessment_report.satisfaction.denominator is 'Valid questionnaires. sensitivity: none';
comment on column assessment_report.satisfaction.source is 'Own survey or national platform. sensitivity: none';

grant select on assessment_report.satisfaction to yigong_app;
grant select, insert on assessment.run_member, assessment.manual_value, assessment.input, assessment.score, assessment.use, assessment.survey_site, assessment.code_issue, assessment.response, assessment.action to yigong_app;
grant select, insert, update on assessment.scheme, assessment.run, assessment.appeal, assessment.questionnaire, assessment.survey, assessment.invitation, assessment.refusal, assessment.imported_result to yigong_app;
grant select, insert, delete on assessment.ballot to yigong_app;
