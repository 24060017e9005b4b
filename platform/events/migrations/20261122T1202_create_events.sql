create schema events;
grant usage on schema events to yigong_app;

create table events.outbox (
  event_id bigint generated always as identity primary key,
  name text not null,
  payload jsonb not null,
  organisation_ids text[] not null,
  subject_id text not null,
  created_at timestamptz not null default clock_timestamp()
);
comment on table events.outbox is 'Events written in the transaction that caused them. sensitivity: personal';
comment on column events.outbox.event_id is 'Order of writing. sensitivity: none';
comment on column events.outbox.name is 'Event declared in a contract. sensitivity: none';
comment on column events.outbox.payload is 'Ids and states, no clinical content. sensitivity: personal';
comment on column events.outbox.organisation_ids is 'Organisations whose screens are told. sensitivity: none';
comment on column events.outbox.subject_id is 'Who caused it. sensitivity: none';
comment on column events.outbox.created_at is 'When. sensitivity: none';

create table events.delivery (
  event_id bigint not null references events.outbox (event_id),
  reaction text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz,
  dead_at timestamptz,
  last_error text,
  constraint delivery_key primary key (event_id, reaction)
);
comment on table events.delivery is 'One row per event and reaction; a reaction is done when its row says so. sensitivity: none';
comment on column events.delivery.event_id is 'The event. sensitivity: none';
comment on column events.delivery.reaction is 'module.reaction. sensitivity: none';
comment on column events.delivery.attempts is 'Tries so far. sensitivity: none';
comment on column events.delivery.next_attempt_at is 'Not before. sensitivity: none';
comment on column events.delivery.delivered_at is 'Set in the same transaction as the reaction''s own writes. sensitivity: none';
comment on column events.delivery.dead_at is 'Given up; needs a person. sensitivity: none';
comment on column events.delivery.last_error is 'Why the last try failed, without patient data. sensitivity: none';
create index delivery_due on events.delivery (next_attempt_at, event_id) where delivered_at is null and dead_at is null;

grant select, insert on events.outbox to yigong_app;
grant select, insert, update on events.delivery to yigong_app;
