alter table fhir.subscription
  add column paused_at timestamptz,
  add column paused_by text,
  add constraint subscription_paused_by_somebody check ((paused_at is null) = (paused_by is null));
comment on column fhir.subscription.paused_at is 'Since when an administrator has stopped the sending; what matches goes on waiting. Null sends. sensitivity: none';
comment on column fhir.subscription.paused_by is 'Account that stopped it. sensitivity: none';

create table fhir.notice_attempt (
  attempt_id bigint generated always as identity constraint notice_attempt_key primary key,
  subscription_id text not null,
  resource_type text not null,
  outcome text not null constraint notice_attempt_outcome_known check (outcome in ('sent', 'failed')),
  reason text,
  attempted_at timestamptz not null default clock_timestamp()
);
comment on table fhir.notice_attempt is 'What was told to subscribers by rest-hook and what they did not take, for a week. sensitivity: none';
comment on column fhir.notice_attempt.attempt_id is 'Order of attempts. sensitivity: none';
comment on column fhir.notice_attempt.subscription_id is 'Id of the Subscription resource. sensitivity: none';
comment on column fhir.notice_attempt.resource_type is 'Type of what was told of; which one is in the audit trail. sensitivity: none';
comment on column fhir.notice_attempt.outcome is 'Taken by the subscriber, or not. sensitivity: none';
comment on column fhir.notice_attempt.reason is 'Why it was not taken: a status or kind of failure, never a body. sensitivity: none';
comment on column fhir.notice_attempt.attempted_at is 'When it was sent. sensitivity: none';
create index notice_attempt_subscription on fhir.notice_attempt (subscription_id, attempt_id);
create index notice_attempt_age on fhir.notice_attempt (attempted_at);
grant select, insert, delete on fhir.notice_attempt to yigong_app;
