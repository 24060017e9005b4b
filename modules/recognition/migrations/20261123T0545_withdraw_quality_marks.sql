create table recognition.quality_mark_withdrawal (
  quality_mark_id text not null,
  owner_organisation_id text not null,
  withdrawn_from date not null,
  reason text not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint quality_mark_withdrawal_key primary key (quality_mark_id),
  constraint quality_mark_withdrawal_of foreign key (quality_mark_id) references recognition.quality_mark (quality_mark_id),
  constraint quality_mark_withdrawal_reason check (length(reason) between 2 and 500)
);
comment on table recognition.quality_mark_withdrawal is 'From which day a result of quality assessment no longer carries results, and why; append-only. sensitivity: none';
comment on column recognition.quality_mark_withdrawal.quality_mark_id is 'Which result. sensitivity: none';
comment on column recognition.quality_mark_withdrawal.owner_organisation_id is 'Who withdrew it. sensitivity: none';
comment on column recognition.quality_mark_withdrawal.withdrawn_from is 'First day for which it does not count. sensitivity: none';
comment on column recognition.quality_mark_withdrawal.reason is 'Why. sensitivity: none';
comment on column recognition.quality_mark_withdrawal.at is 'When it was withdrawn. sensitivity: none';
comment on column recognition.quality_mark_withdrawal.by_id is 'Account. sensitivity: none';
comment on column recognition.quality_mark_withdrawal.by_name is 'Its name then. sensitivity: personal';
select access.leave_open('recognition.quality_mark_withdrawal');
grant select, insert on recognition.quality_mark_withdrawal to yigong_app;
