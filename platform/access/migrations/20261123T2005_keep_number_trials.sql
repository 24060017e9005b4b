create table access.number_trial (
  subject_id text primary key,
  units double precision not null,
  counted_at timestamptz not null,
  constraint number_trial_units_count check (units >= 0)
);
comment on table access.number_trial is 'How much of the allowance for searches by whole numbers of persons somebody has used, for all processes (decision 0131). sensitivity: none';
comment on column access.number_trial.subject_id is 'Who searches. sensitivity: none';
comment on column access.number_trial.units is 'Units used and not yet come back, when they were last counted. sensitivity: none';
comment on column access.number_trial.counted_at is 'When they were last counted. sensitivity: none';

grant select, insert, update, delete on access.number_trial to yigong_app;
