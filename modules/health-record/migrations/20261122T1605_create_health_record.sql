create schema health_record;
grant usage on schema health_record to yigong_app;

create table health_record.consent_version (
  consent_id text not null,
  version integer not null,
  state text not null,
  person_id text not null,
  owner_organisation_id text,
  decision text not null,
  grantee_organisation_id text not null,
  purpose text,
  resource text,
  opens_restricted boolean not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  evidence text not null,
  reason text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  constraint consent_version_key primary key (consent_id, version),
  constraint consent_version_state check (state in ('active', 'withdrawn')),
  constraint consent_version_decision check (decision in ('permit', 'deny')),
  constraint consent_version_evidence check (evidence in ('signed-paper', 'in-person', 'guardian', 'own-account')),
  constraint consent_version_everybody check (grantee_organisation_id <> '*' or decision = 'deny'),
  constraint consent_version_ends check (decision = 'deny' or valid_until is not null),
  constraint consent_version_order check (valid_until is null or valid_until >= valid_from)
);
comment on table health_record.consent_version is 'Every version of every consent and refusal of a resident; append-only, the highest version holds. sensitivity: personal';
comment on column health_record.consent_version.consent_id is 'Id, equals FHIR Consent.id. sensitivity: none';
comment on column health_record.consent_version.version is 'Counts from 1. sensitivity: none';
comment on column health_record.consent_version.state is 'active or withdrawn. sensitivity: none';
comment on column health_record.consent_version.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column health_record.consent_version.owner_organisation_id is 'Where it was recorded, null for the own account of the resident. sensitivity: none';
comment on column health_record.consent_version.decision is 'permit opens, deny closes. sensitivity: none';
comment on column health_record.consent_version.grantee_organisation_id is 'The organisation meant, * for every one. sensitivity: none';
comment on column health_record.consent_version.purpose is 'The one purpose, null for every purpose of care. sensitivity: none';
comment on column health_record.consent_version.resource is 'Type/id when one thing only is meant. sensitivity: personal';
comment on column health_record.consent_version.opens_restricted is 'Sensitive things are included. sensitivity: none';
comment on column health_record.consent_version.valid_from is 'First instant. sensitivity: none';
comment on column health_record.consent_version.valid_until is 'Last instant. sensitivity: none';
comment on column health_record.consent_version.evidence is 'How the will of the resident is shown. sensitivity: none';
comment on column health_record.consent_version.reason is 'Note at registration or withdrawal. sensitivity: personal';
comment on column health_record.consent_version.by_id is 'Account that recorded the version. sensitivity: none';
comment on column health_record.consent_version.by_name is 'Name of that person. sensitivity: personal';
comment on column health_record.consent_version.at is 'When. sensitivity: none';
create index consent_version_person on health_record.consent_version (person_id, consent_id, version desc);
create index consent_version_owner on health_record.consent_version (owner_organisation_id, at desc);

create table health_record.review (
  review_id text primary key,
  review_no bigint generated always as identity,
  kind text not null,
  person_id text not null,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  reason text not null,
  source text not null,
  at timestamptz not null,
  valid_until timestamptz,
  due_at timestamptz not null,
  constraint review_kind check (kind in ('break-glass', 'relation-then-read')),
  constraint review_once unique (kind, source, subject_id, person_id)
);
comment on table health_record.review is 'Acts that the privacy officer looks at: emergency openings and reads soon after one''s own relation. sensitivity: personal';
comment on column health_record.review.review_id is 'Id. sensitivity: none';
comment on column health_record.review.review_no is 'Order of arrival. sensitivity: none';
comment on column health_record.review.kind is 'break-glass or relation-then-read. sensitivity: none';
comment on column health_record.review.person_id is 'Whose record. sensitivity: personal';
comment on column health_record.review.owner_organisation_id is 'Organisation that the account acted for. sensitivity: none';
comment on column health_record.review.subject_id is 'Account. sensitivity: none';
comment on column health_record.review.subject_name is 'Name at that time. sensitivity: personal';
comment on column health_record.review.reason is 'What was typed, or what the alarm saw. sensitivity: sensitive';
comment on column health_record.review.source is 'The ground concerned, as module/id. sensitivity: none';
comment on column health_record.review.at is 'When it happened. sensitivity: none';
comment on column health_record.review.valid_until is 'End of an emergency opening. sensitivity: none';
comment on column health_record.review.due_at is 'By when it is decided. sensitivity: none';
create index review_owner on health_record.review (owner_organisation_id, due_at);
create index review_person on health_record.review (person_id, review_no desc);

create table health_record.review_decision (
  review_id text primary key references health_record.review (review_id),
  outcome text not null,
  note text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  constraint review_decision_outcome check (outcome in ('justified', 'reminded', 'unjustified'))
);
comment on table health_record.review_decision is 'How a review ended; once. sensitivity: personal';
comment on column health_record.review_decision.review_id is 'The review. sensitivity: none';
comment on column health_record.review_decision.outcome is 'justified, reminded (rules explained), or unjustified. sensitivity: none';
comment on column health_record.review_decision.note is 'Why. sensitivity: personal';
comment on column health_record.review_decision.by_id is 'Account of the privacy officer. sensitivity: none';
comment on column health_record.review_decision.by_name is 'Name. sensitivity: personal';
comment on column health_record.review_decision.at is 'When. sensitivity: none';

create table health_record.request (
  request_id text primary key,
  request_no bigint generated always as identity,
  kind text not null,
  person_id text not null,
  owner_organisation_id text not null,
  about text not null,
  words text not null,
  at timestamptz not null,
  due_at timestamptz not null,
  constraint request_kind check (kind in ('objection', 'correction'))
);
comment on table health_record.request is 'A resident objects to a look or asks for a correction. sensitivity: personal';
comment on column health_record.request.request_id is 'Id. sensitivity: none';
comment on column health_record.request.request_no is 'Order of arrival. sensitivity: none';
comment on column health_record.request.kind is 'objection or correction. sensitivity: none';
comment on column health_record.request.person_id is 'Whose record. sensitivity: personal';
comment on column health_record.request.owner_organisation_id is 'Organisation that answers. sensitivity: none';
comment on column health_record.request.about is 'What it is about, as shown to the resident. sensitivity: personal';
comment on column health_record.request.words is 'In the words of the resident. sensitivity: sensitive';
comment on column health_record.request.at is 'When. sensitivity: none';
comment on column health_record.request.due_at is 'By when it is answered. sensitivity: none';
create index request_owner on health_record.request (owner_organisation_id, due_at);
create index request_person on health_record.request (person_id, request_no desc);

create table health_record.request_answer (
  request_id text primary key references health_record.request (request_id),
  outcome text not null,
  words text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  constraint request_answer_outcome check (outcome in ('accepted', 'partly', 'declined'))
);
comment on table health_record.request_answer is 'The answer to a resident; once. sensitivity: personal';
comment on column health_record.request_answer.request_id is 'The request. sensitivity: none';
comment on column health_record.request_answer.outcome is 'accepted, partly or declined. sensitivity: none';
comment on column health_record.request_answer.words is 'What the resident reads. sensitivity: sensitive';
comment on column health_record.request_answer.by_id is 'Account. sensitivity: none';
comment on column health_record.request_answer.by_name is 'Name. sensitivity: personal';
comment on column health_record.request_answer.at is 'When. sensitivity: none';

create table health_record.access_request (
  access_request_id text primary key,
  request_no bigint generated always as identity,
  person_id text not null,
  owner_organisation_id text not null,
  purpose text not null,
  days integer not null,
  reason text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  constraint access_request_days check (days between 1 and 90)
);
comment on table health_record.access_request is 'Somebody asks that a record be opened to the own organisation; a colleague decides. sensitivity: personal';
comment on column health_record.access_request.access_request_id is 'Id. sensitivity: none';
comment on column health_record.access_request.request_no is 'Order of arrival. sensitivity: none';
comment on column health_record.access_request.person_id is 'Whose record. sensitivity: personal';
comment on column health_record.access_request.owner_organisation_id is 'Organisation that asks. sensitivity: none';
comment on column health_record.access_request.purpose is 'The one purpose. sensitivity: none';
comment on column health_record.access_request.days is 'For how many days. sensitivity: none';
comment on column health_record.access_request.reason is 'Why. sensitivity: sensitive';
comment on column health_record.access_request.by_id is 'Account that asks. sensitivity: none';
comment on column health_record.access_request.by_name is 'Name. sensitivity: personal';
comment on column health_record.access_request.at is 'When. sensitivity: none';
create index access_request_owner on health_record.access_request (owner_organisation_id, request_no desc);

create table health_record.access_request_decision (
  access_request_id text primary key references health_record.access_request (access_request_id),
  outcome text not null,
  note text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  constraint access_request_decision_outcome check (outcome in ('confirmed', 'declined'))
);
comment on table health_record.access_request_decision is 'The second pair of eyes; once. sensitivity: personal';
comment on column health_record.access_request_decision.access_request_id is 'The request. sensitivity: none';
comment on column health_record.access_request_decision.outcome is 'confirmed or declined. sensitivity: none';
comment on column health_record.access_request_decision.note is 'Why. sensitivity: personal';
comment on column health_record.access_request_decision.by_id is 'Account, never the one that asked. sensitivity: none';
comment on column health_record.access_request_decision.by_name is 'Name. sensitivity: personal';
comment on column health_record.access_request_decision.at is 'When. sensitivity: none';

create table health_record.opening (
  opening_id text primary key,
  kind text not null,
  person_id text not null,
  owner_organisation_id text not null,
  organisation_id text not null,
  resource text not null,
  purpose text not null,
  reason text not null,
  valid_until timestamptz not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  constraint opening_kind check (kind in ('share', 'reveal'))
);
comment on table health_record.opening is 'One thing shown to another organisation, or one sensitive thing uncovered; append-only. sensitivity: personal';
comment on column health_record.opening.opening_id is 'Id. sensitivity: none';
comment on column health_record.opening.kind is 'share or reveal. sensitivity: none';
comment on column health_record.opening.person_id is 'Whose. sensitivity: personal';
comment on column health_record.opening.owner_organisation_id is 'Organisation acted for. sensitivity: none';
comment on column health_record.opening.organisation_id is 'Organisation that may read. sensitivity: none';
comment on column health_record.opening.resource is 'Type/id, the one thing. sensitivity: personal';
comment on column health_record.opening.purpose is 'The one purpose. sensitivity: none';
comment on column health_record.opening.reason is 'Why. sensitivity: sensitive';
comment on column health_record.opening.valid_until is 'The one end. sensitivity: none';
comment on column health_record.opening.by_id is 'Account. sensitivity: none';
comment on column health_record.opening.by_name is 'Name. sensitivity: personal';
comment on column health_record.opening.at is 'When. sensitivity: none';
create index opening_person on health_record.opening (person_id, at desc);

grant select, insert on all tables in schema health_record to yigong_app;
