create table fhir.subscription (
  subscription_id text constraint subscription_key primary key,
  resource_type text not null,
  client_id text not null,
  owner_organisation_id text,
  state text not null constraint subscription_state_known check (state in ('active', 'error')),
  end_at timestamptz,
  failures integer not null default 0,
  last_error text,
  next_attempt_at timestamptz not null default clock_timestamp()
);
comment on table fhir.subscription is 'Subscriptions that are active or have failed; filled when a Subscription is written. sensitivity: none';
comment on column fhir.subscription.subscription_id is 'Id of the Subscription resource. sensitivity: none';
comment on column fhir.subscription.resource_type is 'Type that the criteria ask for. sensitivity: none';
comment on column fhir.subscription.client_id is 'Machine client that wrote it last; only what it may see is sent. sensitivity: none';
comment on column fhir.subscription.owner_organisation_id is 'Organisation for which the client acted; null for all that the client sees. sensitivity: none';
comment on column fhir.subscription.state is 'active or error; one that is off has no row. sensitivity: none';
comment on column fhir.subscription.end_at is 'Nothing is sent from then on. sensitivity: none';
comment on column fhir.subscription.failures is 'Failed attempts in a row. sensitivity: none';
comment on column fhir.subscription.last_error is 'Why the last attempt failed. sensitivity: none';
comment on column fhir.subscription.next_attempt_at is 'Not tried before; also held forward while a process sends. sensitivity: none';
create index subscription_active on fhir.subscription (resource_type) where state = 'active';

create table fhir.notice (
  notice_id bigint generated always as identity constraint notice_key primary key,
  subscription_id text not null,
  resource_type text not null,
  resource_id text not null
);
comment on table fhir.notice is 'Notices that wait to be sent, in their order; gone when the subscriber has taken them. sensitivity: personal';
comment on column fhir.notice.notice_id is 'Order. sensitivity: none';
comment on column fhir.notice.subscription_id is 'Whom to tell. sensitivity: none';
comment on column fhir.notice.resource_type is 'Type of what was written. sensitivity: none';
comment on column fhir.notice.resource_id is 'Id of what was written. sensitivity: personal';
create index notice_subscription on fhir.notice (subscription_id, notice_id);

grant select, insert, update, delete on fhir.subscription, fhir.notice to yigong_app;
