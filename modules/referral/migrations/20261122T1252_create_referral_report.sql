create schema referral_report;
grant usage on schema referral_report to yigong_app;

create view referral_report.referral_fact as
select referral.referral_id, referral.episode_id, referral.parent_id, referral.direction, referral.priority, referral.state,
  referral.person_id, referral.from_organisation_id, referral.to_organisation_id, referral.outside,
  left(referral.primary_code, 3) as disease_category, referral.submitted_at, referral.accepted_at, referral.arrived_at,
  referral.outcome_at, referral.closed_at, referral.rejection_code, referral.escalation_level,
  extract(epoch from referral.accepted_at - referral.submitted_at) / 60 as accept_minutes,
  exists (select 1 from referral.referral back where back.episode_id = referral.episode_id and back.direction = 'down'
    and back.accepted_at is not null) as returned_down
from referral.referral
where referral.submitted_at is not null;
comment on view referral_report.referral_fact is 'One row a submitted referral, for indicators. sensitivity: personal';
comment on column referral_report.referral_fact.referral_id is 'Referral. sensitivity: none';
comment on column referral_report.referral_fact.episode_id is 'Episode over all organisations. sensitivity: none';
comment on column referral_report.referral_fact.parent_id is 'Referral that it continues. sensitivity: none';
comment on column referral_report.referral_fact.direction is 'up, lateral or down. sensitivity: none';
comment on column referral_report.referral_fact.priority is 'emergency, urgent or normal. sensitivity: none';
comment on column referral_report.referral_fact.state is 'Present state. sensitivity: none';
comment on column referral_report.referral_fact.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column referral_report.referral_fact.from_organisation_id is 'Sender. sensitivity: none';
comment on column referral_report.referral_fact.to_organisation_id is 'Receiver, null when outside. sensitivity: none';
comment on column referral_report.referral_fact.outside is 'Receiver has no account. sensitivity: none';
comment on column referral_report.referral_fact.disease_category is 'ICD-10 category of the first diagnosis. sensitivity: sensitive';
comment on column referral_report.referral_fact.submitted_at is 'First submission or offer. sensitivity: none';
comment on column referral_report.referral_fact.accepted_at is 'Last acceptance. sensitivity: none';
comment on column referral_report.referral_fact.arrived_at is 'Arrival. sensitivity: none';
comment on column referral_report.referral_fact.outcome_at is 'Outcome reported. sensitivity: none';
comment on column referral_report.referral_fact.closed_at is 'End of the work. sensitivity: none';
comment on column referral_report.referral_fact.rejection_code is 'Last refusal reason. sensitivity: none';
comment on column referral_report.referral_fact.escalation_level is 'Escalations of the present state. sensitivity: none';
comment on column referral_report.referral_fact.accept_minutes is 'Minutes from first submission to last acceptance. sensitivity: none';
comment on column referral_report.referral_fact.returned_down is 'A down-referral of the same episode was accepted. sensitivity: none';

create view referral_report.timeline_item as
select referral.referral_id, referral.number, referral.person_id, referral.from_organisation_id, referral.from_organisation_name,
  referral.to_organisation_id, referral.to_organisation_name, referral.direction, referral.priority, referral.state,
  referral.primary_text, referral.reason_text, referral.state_since, coalesce(referral.submitted_at, referral.created_at) as happened_at
from referral.referral
where referral.state <> 'draft';
comment on view referral_report.timeline_item is 'Referrals as items of a person''s record, for the health record. sensitivity: sensitive';
comment on column referral_report.timeline_item.referral_id is 'Referral. sensitivity: none';
comment on column referral_report.timeline_item.number is 'Number that people quote. sensitivity: none';
comment on column referral_report.timeline_item.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column referral_report.timeline_item.from_organisation_id is 'Sender. sensitivity: none';
comment on column referral_report.timeline_item.from_organisation_name is 'Name of the sender. sensitivity: none';
comment on column referral_report.timeline_item.to_organisation_id is 'Receiver. sensitivity: none';
comment on column referral_report.timeline_item.to_organisation_name is 'Name of the receiver. sensitivity: none';
comment on column referral_report.timeline_item.direction is 'up, lateral or down. sensitivity: none';
comment on column referral_report.timeline_item.priority is 'emergency, urgent or normal. sensitivity: none';
comment on column referral_report.timeline_item.state is 'Present state. sensitivity: none';
comment on column referral_report.timeline_item.primary_text is 'First diagnosis in words. sensitivity: sensitive';
comment on column referral_report.timeline_item.reason_text is 'Reason in words. sensitivity: sensitive';
comment on column referral_report.timeline_item.state_since is 'Entry into the state. sensitivity: none';
comment on column referral_report.timeline_item.happened_at is 'When the referral was made. sensitivity: none';

grant select on all tables in schema referral_report to yigong_app;
