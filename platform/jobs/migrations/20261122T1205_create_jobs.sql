create schema jobs;
grant usage on schema jobs to yigong_app;

create table jobs.recurring (
  kind text primary key,
  last_run_at timestamptz,
  last_success_at timestamptz,
  next_run_at timestamptz not null default clock_timestamp(),
  failures integer not null default 0,
  last_error text,
  constraint recurring_failures_count check (failures >= 0)
);
comment on table jobs.recurring is 'Recurring work of the rooms; the row is locked while its job runs. sensitivity: none';
comment on column jobs.recurring.kind is 'module.what-it-does. sensitivity: none';
comment on column jobs.recurring.last_run_at is 'End of the last run. sensitivity: none';
comment on column jobs.recurring.last_success_at is 'End of the last run that succeeded. sensitivity: none';
comment on column jobs.recurring.next_run_at is 'Not before. sensitivity: none';
comment on column jobs.recurring.failures is 'Failures in a row. sensitivity: none';
comment on column jobs.recurring.last_error is 'Why the last run failed, without patient data. sensitivity: none';

create table jobs.task (
  task_id text primary key,
  kind text not null,
  owner_organisation_id text,
  subject_id text not null,
  title jsonb not null,
  state text not null default 'waiting',
  input jsonb not null,
  resume_cursor jsonb,
  progress_done bigint not null default 0,
  progress_total bigint,
  failures integer not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  cancel_requested_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  result jsonb,
  last_error text,
  constraint task_state_known check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  constraint task_finished_when_over check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)),
  constraint task_progress_positive check (progress_done >= 0 and (progress_total is null or progress_total >= 0))
);
comment on table jobs.task is 'Long work with progress: imports, exports, reindexing. sensitivity: none';
comment on column jobs.task.task_id is 'UUID. sensitivity: none';
comment on column jobs.task.kind is 'module.what-it-does. sensitivity: none';
comment on column jobs.task.owner_organisation_id is 'Organisation that started it, null for the platform. sensitivity: none';
comment on column jobs.task.subject_id is 'Account or client that started it. sensitivity: none';
comment on column jobs.task.title is 'What it does, zh and en, without patient data. sensitivity: none';
comment on column jobs.task.state is 'waiting, running, done, failed or cancelled. sensitivity: none';
comment on column jobs.task.input is 'What to do. sensitivity: personal';
comment on column jobs.task.resume_cursor is 'Where the next step begins; kept with the step''s own writes. sensitivity: personal';
comment on column jobs.task.progress_done is 'Units done. sensitivity: none';
comment on column jobs.task.progress_total is 'Units in all, null while unknown. sensitivity: none';
comment on column jobs.task.failures is 'Failures of the present step in a row. sensitivity: none';
comment on column jobs.task.next_attempt_at is 'Not before. sensitivity: none';
comment on column jobs.task.cancel_requested_at is 'When somebody asked to stop it. sensitivity: none';
comment on column jobs.task.created_at is 'When it was asked for. sensitivity: none';
comment on column jobs.task.started_at is 'When its first step began. sensitivity: none';
comment on column jobs.task.finished_at is 'When it was over. sensitivity: none';
comment on column jobs.task.result is 'What came out: counts, file ids. sensitivity: none';
comment on column jobs.task.last_error is 'Why the last step failed, without patient data. sensitivity: none';
create index task_due on jobs.task (next_attempt_at, task_id) where finished_at is null;
create index task_owner on jobs.task (owner_organisation_id, created_at desc);

grant select, insert, update on jobs.recurring, jobs.task to yigong_app;
