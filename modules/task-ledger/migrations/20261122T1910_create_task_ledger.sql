create schema task_ledger;
grant usage on schema task_ledger to yigong_app;

create table task_ledger.task (
  task_id text primary key,
  number text not null,
  kind text not null,
  source_id text not null,
  source_name jsonb not null,
  source_task_id text not null,
  clause text,
  title jsonb not null,
  work jsonb not null,
  is_key boolean not null,
  due date,
  indicator_ids text[] not null default '{}',
  lead_body_id text not null,
  lead_name jsonb not null,
  lead_organisation_id text,
  owner_organisation_id text not null,
  state text not null,
  state_since timestamptz not null,
  progress integer not null default 0,
  problem text,
  next_step text,
  score numeric(5, 2),
  indicator_light text,
  submitted_by text,
  in_force boolean not null default true,
  reminded_on date,
  constraint task_source_once unique (source_id, source_task_id),
  constraint task_state_known check (state in ('imported', 'assigned', 'planned', 'in-progress', 'submitted', 'verified', 'done', 'returned', 'suspended')),
  constraint task_progress_share check (progress between 0 and 100),
  constraint task_score_range check (score between 0 and 100),
  constraint task_light_known check (indicator_light in ('green', 'amber', 'red', 'grey')),
  constraint task_has_lead check (state = 'imported' or lead_organisation_id is not null)
);
comment on table task_ledger.task is 'Tasks of policies and of other rooms, derived from the actions. sensitivity: none';
comment on column task_ledger.task.task_id is 'UUID version 7. sensitivity: none';
comment on column task_ledger.task.number is 'Number within its source. sensitivity: none';
comment on column task_ledger.task.kind is 'Kind as registered: policy, resolution and others. sensitivity: none';
comment on column task_ledger.task.source_id is 'Region, meeting or other origin. sensitivity: none';
comment on column task_ledger.task.source_name is 'Name of the origin in Chinese and English. sensitivity: none';
comment on column task_ledger.task.source_task_id is 'Id within the origin. sensitivity: none';
comment on column task_ledger.task.clause is 'Clause of the policy. sensitivity: none';
comment on column task_ledger.task.title is 'Title in Chinese and English. sensitivity: none';
comment on column task_ledger.task.work is 'What is to be done, a list of texts. sensitivity: none';
comment on column task_ledger.task.is_key is 'Whether it is a key task. sensitivity: none';
comment on column task_ledger.task.due is 'Last day of the term. sensitivity: none';
comment on column task_ledger.task.indicator_ids is 'Indicators that measure it. sensitivity: none';
comment on column task_ledger.task.lead_body_id is 'Body that leads, first named by the policy. sensitivity: none';
comment on column task_ledger.task.lead_name is 'Name of that body. sensitivity: none';
comment on column task_ledger.task.lead_organisation_id is 'Organisation that stands for the body. sensitivity: none';
comment on column task_ledger.task.owner_organisation_id is 'Organisation that keeps the ledger. sensitivity: none';
comment on column task_ledger.task.state is 'State of domain 4.13. sensitivity: none';
comment on column task_ledger.task.state_since is 'Since when. sensitivity: none';
comment on column task_ledger.task.progress is 'Percent. sensitivity: none';
comment on column task_ledger.task.problem is 'Problem as reported last. sensitivity: none';
comment on column task_ledger.task.next_step is 'Next step as reported last. sensitivity: none';
comment on column task_ledger.task.score is 'Points at verification, 0 to 100. sensitivity: none';
comment on column task_ledger.task.indicator_light is 'Worst light of its indicators. sensitivity: none';
comment on column task_ledger.task.submitted_by is 'Account that submitted the evidence last. sensitivity: personal';
comment on column task_ledger.task.in_force is 'False once the policy no longer asks for it. sensitivity: none';
comment on column task_ledger.task.reminded_on is 'Day of the last reminder. sensitivity: none';
create index task_owner on task_ledger.task (owner_organisation_id, source_id, number);
create index task_lead on task_ledger.task (lead_organisation_id, state);
create index task_due on task_ledger.task (due) where state not in ('done', 'verified', 'suspended');

create table task_ledger.party (
  task_id text not null references task_ledger.task (task_id),
  body_id text not null,
  name jsonb not null,
  role text not null,
  organisation_id text,
  owner_organisation_id text not null,
  primary key (task_id, body_id),
  constraint party_role_known check (role in ('lead', 'joint'))
);
comment on table task_ledger.party is 'Bodies of a task and the organisations that stand for them. sensitivity: none';
comment on column task_ledger.party.task_id is 'Task. sensitivity: none';
comment on column task_ledger.party.body_id is 'Body of the source. sensitivity: none';
comment on column task_ledger.party.name is 'Name in Chinese and English. sensitivity: none';
comment on column task_ledger.party.role is 'Leads or joins. sensitivity: none';
comment on column task_ledger.party.organisation_id is 'Organisation that stands for it. sensitivity: none';
comment on column task_ledger.party.owner_organisation_id is 'Organisation that keeps the ledger. sensitivity: none';
create index party_organisation on task_ledger.party (organisation_id, task_id);

create table task_ledger.milestone (
  milestone_id text primary key,
  task_id text not null references task_ledger.task (task_id),
  title text not null,
  due date not null,
  quarter text not null,
  target text,
  done_on date,
  plan_number integer not null,
  owner_organisation_id text not null,
  constraint milestone_quarter_shape check (quarter ~ '^[0-9]{4}Q[1-4]$')
);
comment on table task_ledger.milestone is 'Milestones of each plan of a task; the newest plan counts. sensitivity: none';
comment on column task_ledger.milestone.milestone_id is 'UUID version 7. sensitivity: none';
comment on column task_ledger.milestone.task_id is 'Task. sensitivity: none';
comment on column task_ledger.milestone.title is 'What is reached. sensitivity: none';
comment on column task_ledger.milestone.due is 'By when. sensitivity: none';
comment on column task_ledger.milestone.quarter is 'Quarter in which it counts. sensitivity: none';
comment on column task_ledger.milestone.target is 'Value to be reached. sensitivity: none';
comment on column task_ledger.milestone.done_on is 'When it was reached. sensitivity: none';
comment on column task_ledger.milestone.plan_number is 'Number of the plan. sensitivity: none';
comment on column task_ledger.milestone.owner_organisation_id is 'Organisation that leads the task. sensitivity: none';
create index milestone_task on task_ledger.milestone (task_id, plan_number);

create table task_ledger.evidence (
  evidence_id text primary key,
  task_id text not null references task_ledger.task (task_id),
  title text not null,
  link text,
  note text,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null
);
comment on table task_ledger.evidence is 'Evidence given with a submission, appended only. sensitivity: none';
comment on column task_ledger.evidence.evidence_id is 'UUID version 7. sensitivity: none';
comment on column task_ledger.evidence.task_id is 'Task. sensitivity: none';
comment on column task_ledger.evidence.title is 'Name of the document. sensitivity: none';
comment on column task_ledger.evidence.link is 'Where it lies: page of the platform or number of a document. sensitivity: none';
comment on column task_ledger.evidence.note is 'What it shows. sensitivity: none';
comment on column task_ledger.evidence.owner_organisation_id is 'Organisation that gave it. sensitivity: none';
comment on column task_ledger.evidence.subject_id is 'Account. sensitivity: personal';
comment on column task_ledger.evidence.subject_name is 'Name of the person. sensitivity: personal';
comment on column task_ledger.evidence.recorded_at is 'When. sensitivity: none';
create index evidence_task on task_ledger.evidence (task_id);

create table task_ledger.action (
  action_id text primary key,
  action_number bigint generated always as identity,
  task_id text not null references task_ledger.task (task_id),
  action text not null,
  state_after text not null,
  note text,
  progress integer,
  score numeric(5, 2),
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null,
  constraint action_known check (action in ('register', 'change', 'withdraw', 'assign', 'plan', 'start', 'report', 'submit', 'verify', 'return', 'close', 'suspend', 'resume'))
);
comment on table task_ledger.action is 'Acts on tasks, appended only. sensitivity: none';
comment on column task_ledger.action.action_id is 'UUID version 7. sensitivity: none';
comment on column task_ledger.action.action_number is 'Order in which they were done. sensitivity: none';
comment on column task_ledger.action.task_id is 'Task. sensitivity: none';
comment on column task_ledger.action.action is 'What was done. sensitivity: none';
comment on column task_ledger.action.state_after is 'State after it. sensitivity: none';
comment on column task_ledger.action.note is 'Reason, statement or problem. sensitivity: none';
comment on column task_ledger.action.progress is 'Percent as reported. sensitivity: none';
comment on column task_ledger.action.score is 'Points as given. sensitivity: none';
comment on column task_ledger.action.owner_organisation_id is 'Organisation that acted. sensitivity: none';
comment on column task_ledger.action.subject_id is 'Account. sensitivity: personal';
comment on column task_ledger.action.subject_name is 'Name of the person. sensitivity: personal';
comment on column task_ledger.action.recorded_at is 'When. sensitivity: none';
create index action_task on task_ledger.action (task_id, action_number);

create table task_ledger.bulletin (
  bulletin_id text primary key,
  number text not null,
  quarter text not null,
  source_id text,
  title text not null,
  comments text not null,
  content jsonb not null,
  digest text not null,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  published_at timestamptz not null,
  constraint bulletin_quarter_shape check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  constraint bulletin_digest_shape check (digest ~ '^[0-9a-f]{64}$'),
  constraint bulletin_once unique nulls not distinct (owner_organisation_id, quarter, source_id)
);
comment on table task_ledger.bulletin is 'Quarterly bulletins with their frozen content, appended only. sensitivity: none';
comment on column task_ledger.bulletin.bulletin_id is 'UUID version 7. sensitivity: none';
comment on column task_ledger.bulletin.number is 'Number within the year. sensitivity: none';
comment on column task_ledger.bulletin.quarter is 'Year and quarter. sensitivity: none';
comment on column task_ledger.bulletin.source_id is 'Policy it is about; all when empty. sensitivity: none';
comment on column task_ledger.bulletin.title is 'Title. sensitivity: none';
comment on column task_ledger.bulletin.comments is 'Comments of the office. sensitivity: none';
comment on column task_ledger.bulletin.content is 'Counts and lists as they were. sensitivity: none';
comment on column task_ledger.bulletin.digest is 'SHA-256 of the content. sensitivity: none';
comment on column task_ledger.bulletin.owner_organisation_id is 'Organisation that published it. sensitivity: none';
comment on column task_ledger.bulletin.subject_id is 'Account. sensitivity: personal';
comment on column task_ledger.bulletin.subject_name is 'Name of the person. sensitivity: personal';
comment on column task_ledger.bulletin.published_at is 'When. sensitivity: none';

create table task_ledger.receipt (
  bulletin_id text not null references task_ledger.bulletin (bulletin_id),
  owner_organisation_id text not null,
  note text,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null,
  primary key (bulletin_id, owner_organisation_id)
);
comment on table task_ledger.receipt is 'Who has acknowledged a bulletin, appended only. sensitivity: none';
comment on column task_ledger.receipt.bulletin_id is 'Bulletin. sensitivity: none';
comment on column task_ledger.receipt.owner_organisation_id is 'Organisation that acknowledged. sensitivity: none';
comment on column task_ledger.receipt.note is 'Answer to the bulletin. sensitivity: none';
comment on column task_ledger.receipt.subject_id is 'Account. sensitivity: personal';
comment on column task_ledger.receipt.subject_name is 'Name of the person. sensitivity: personal';
comment on column task_ledger.receipt.recorded_at is 'When. sensitivity: none';

grant select, insert on task_ledger.action, task_ledger.evidence, task_ledger.bulletin, task_ledger.receipt to yigong_app;
grant select, insert, update on task_ledger.task, task_ledger.party, task_ledger.milestone to yigong_app;
