create schema http;
grant usage on schema http to yigong_app;

create table http.idempotency (
  subject_id text not null,
  operation text not null,
  idempotency_key text not null,
  input_hash text not null,
  answer jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint idempotency_once primary key (subject_id, operation, idempotency_key)
);
comment on table http.idempotency is 'The answer of a command, kept so that a repeat has one effect. sensitivity: personal';
comment on column http.idempotency.subject_id is 'Who sent it. sensitivity: none';
comment on column http.idempotency.operation is 'Command name. sensitivity: none';
comment on column http.idempotency.idempotency_key is 'Key chosen by the sender. sensitivity: none';
comment on column http.idempotency.input_hash is 'SHA-256 of the input; another input under the same key is refused. sensitivity: none';
comment on column http.idempotency.answer is 'What was answered. sensitivity: personal';
comment on column http.idempotency.created_at is 'When; rows are cleared after 7 days. sensitivity: none';
create index idempotency_age on http.idempotency (created_at);

grant select, insert, delete on http.idempotency to yigong_app;
