create schema exchange;
grant usage on schema exchange to yigong_app;

create table exchange.site (
  site_id text primary key,
  owner_organisation_id text not null,
  name text not null,
  application text not null,
  facility text not null,
  receives boolean not null default true,
  day_zone text not null default '+08:00',
  target_host text,
  target_port integer,
  target_uses_tls boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  constraint site_name_pair unique (application, facility),
  constraint site_target_whole check ((target_host is null) = (target_port is null)),
  constraint site_target_port check (target_port between 1 and 65535),
  constraint site_zone_shape check (day_zone ~ '^[+-][0-9]{2}:[0-9]{2}$')
);
comment on table exchange.site is 'Systems that may send or receive messages, each of one organisation. sensitivity: none';
comment on column exchange.site.site_id is 'Number of the connection. sensitivity: none';
comment on column exchange.site.owner_organisation_id is 'Organisation whose system it is. sensitivity: none';
comment on column exchange.site.name is 'What people call it. sensitivity: none';
comment on column exchange.site.application is 'MSH-3 of its messages. sensitivity: none';
comment on column exchange.site.facility is 'MSH-4 of its messages. sensitivity: none';
comment on column exchange.site.receives is 'Messages from it are taken. sensitivity: none';
comment on column exchange.site.day_zone is 'Zone of times that say none. sensitivity: none';
comment on column exchange.site.target_host is 'Where messages to it are sent. sensitivity: none';
comment on column exchange.site.target_port is 'MLLP port there. sensitivity: none';
comment on column exchange.site.target_uses_tls is 'The connection to it is TLS. sensitivity: none';
comment on column exchange.site.is_active is 'False: refused as an unknown system. sensitivity: none';
comment on column exchange.site.created_at is 'When it was registered. sensitivity: none';
comment on column exchange.site.changed_at is 'When it was last changed. sensitivity: none';
create index site_owner on exchange.site (owner_organisation_id, site_id);

create table exchange.message (
  message_id text primary key,
  message_no bigint generated always as identity,
  owner_organisation_id text,
  direction text not null,
  channel text not null,
  body bytea not null,
  body_hash text not null,
  size_bytes integer not null,
  peer text,
  kept_at timestamptz not null,
  constraint message_direction_known check (direction in ('in', 'out')),
  constraint message_channel_known check (channel in ('mllp', 'file', 'document', 'outgoing'))
);
comment on table exchange.message is 'Every message as it came or went, append-only: kept before anything else happens. sensitivity: sensitive';
comment on column exchange.message.message_id is 'Number of the message here. sensitivity: none';
comment on column exchange.message.message_no is 'Order of keeping. sensitivity: none';
comment on column exchange.message.owner_organisation_id is 'Organisation that handed it in or that it goes to; null while nobody knows. sensitivity: none';
comment on column exchange.message.direction is 'in or out. sensitivity: none';
comment on column exchange.message.channel is 'mllp, file, document or outgoing. sensitivity: none';
comment on column exchange.message.body is 'The bytes. sensitivity: sensitive';
comment on column exchange.message.body_hash is 'SHA-256 of the bytes. sensitivity: none';
comment on column exchange.message.size_bytes is 'Length of the bytes. sensitivity: none';
comment on column exchange.message.peer is 'Address of the other side, or name of the file. sensitivity: none';
comment on column exchange.message.kept_at is 'When it was kept. sensitivity: none';

create table exchange.message_event (
  event_no bigint generated always as identity primary key,
  message_id text not null references exchange.message (message_id),
  owner_organisation_id text,
  event text not null,
  at timestamptz not null,
  by_id text not null,
  code text,
  place text,
  detail text,
  constraint message_event_known check (event in ('received', 'applied', 'repeated', 'failed', 'dead', 'resent', 'queued', 'sent', 'set-aside'))
);
comment on table exchange.message_event is 'What happened to a message, append-only. sensitivity: none';
comment on column exchange.message_event.event_no is 'Order. sensitivity: none';
comment on column exchange.message_event.message_id is 'Which message. sensitivity: none';
comment on column exchange.message_event.owner_organisation_id is 'Organisation of the message. sensitivity: none';
comment on column exchange.message_event.event is 'What happened. sensitivity: none';
comment on column exchange.message_event.at is 'When. sensitivity: none';
comment on column exchange.message_event.by_id is 'Account or exchange. sensitivity: none';
comment on column exchange.message_event.code is 'Code of the failure. sensitivity: none';
comment on column exchange.message_event.place is 'Segment and field of the failure. sensitivity: none';
comment on column exchange.message_event.detail is 'Words without a person''s data. sensitivity: none';
create index message_event_message on exchange.message_event (message_id, event_no);

create table exchange.message_state (
  message_id text primary key references exchange.message (message_id),
  message_no bigint not null,
  owner_organisation_id text,
  site_id text references exchange.site (site_id),
  direction text not null,
  channel text not null,
  format text not null default 'unknown',
  message_type text,
  control_id text,
  state text not null,
  state_since timestamptz not null,
  kept_at timestamptz not null,
  size_bytes integer not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  code text,
  place text,
  detail text,
  answer text,
  person_id text,
  resources integer not null default 0,
  warnings integer not null default 0,
  first_message_id text,
  constraint message_state_known check (state in ('received', 'applied', 'repeated', 'failed', 'dead', 'queued', 'sent', 'set-aside')),
  constraint message_state_direction check (direction in ('in', 'out'))
);
comment on table exchange.message_state is 'Where each message stands now, derived from its events. sensitivity: personal';
comment on column exchange.message_state.message_id is 'Which message. sensitivity: none';
comment on column exchange.message_state.message_no is 'Order of keeping. sensitivity: none';
comment on column exchange.message_state.owner_organisation_id is 'Organisation of the sending or receiving system; null while nobody knows. sensitivity: none';
comment on column exchange.message_state.site_id is 'The connection. sensitivity: none';
comment on column exchange.message_state.direction is 'in or out. sensitivity: none';
comment on column exchange.message_state.channel is 'How it came or goes. sensitivity: none';
comment on column exchange.message_state.format is 'hl7v2, cda or unknown. sensitivity: none';
comment on column exchange.message_state.message_type is 'MSH-9 or the code of the document. sensitivity: none';
comment on column exchange.message_state.control_id is 'MSH-10 or the number of the document. sensitivity: none';
comment on column exchange.message_state.state is 'received, applied, repeated, failed, dead, queued, sent or set-aside. sensitivity: none';
comment on column exchange.message_state.state_since is 'Since when. sensitivity: none';
comment on column exchange.message_state.kept_at is 'When it was kept. sensitivity: none';
comment on column exchange.message_state.size_bytes is 'Length of the body. sensitivity: none';
comment on column exchange.message_state.attempts is 'How often it was tried. sensitivity: none';
comment on column exchange.message_state.next_attempt_at is 'When it is tried again by itself. sensitivity: none';
comment on column exchange.message_state.code is 'Code of the failure. sensitivity: none';
comment on column exchange.message_state.place is 'Segment and field of the failure. sensitivity: none';
comment on column exchange.message_state.detail is 'Words without a person''s data. sensitivity: none';
comment on column exchange.message_state.answer is 'The acknowledgement that was given. sensitivity: none';
comment on column exchange.message_state.person_id is 'Whom it is about. sensitivity: personal';
comment on column exchange.message_state.resources is 'FHIR resources written from it. sensitivity: none';
comment on column exchange.message_state.warnings is 'Fields that could not be taken. sensitivity: none';
comment on column exchange.message_state.first_message_id is 'The message that this one repeats. sensitivity: none';
create index message_state_newest on exchange.message_state (owner_organisation_id, message_no desc);
create index message_state_all_newest on exchange.message_state (message_no desc);
create index message_state_open on exchange.message_state (state, next_attempt_at) where state in ('received', 'failed', 'queued');
create index message_state_dead on exchange.message_state (owner_organisation_id, message_no desc) where state = 'dead';
create index message_state_site on exchange.message_state (site_id, message_no desc);
create index message_state_queue on exchange.message_state (site_id, message_no) where direction = 'out' and state in ('queued', 'failed');

create table exchange.taken_number (
  site_id text not null references exchange.site (site_id),
  control_id text not null,
  owner_organisation_id text not null,
  message_id text not null references exchange.message (message_id),
  content_hash text not null,
  constraint taken_number_key primary key (site_id, control_id, content_hash)
);
comment on table exchange.taken_number is 'Control numbers whose message has been applied: the same content again is answered without a second effect. sensitivity: none';
comment on column exchange.taken_number.site_id is 'Whose number. sensitivity: none';
comment on column exchange.taken_number.control_id is 'MSH-10 or the number of the document. sensitivity: none';
comment on column exchange.taken_number.owner_organisation_id is 'Organisation of the system. sensitivity: none';
comment on column exchange.taken_number.message_id is 'The message that was applied. sensitivity: none';
comment on column exchange.taken_number.content_hash is 'Of all but the time of sending. sensitivity: none';

create table exchange.person_number (
  owner_organisation_id text not null,
  number_digest text not null,
  person_id text not null,
  since timestamptz not null,
  message_id text not null,
  constraint person_number_key primary key (owner_organisation_id, number_digest)
);
comment on table exchange.person_number is 'By which local number an organisation knows a person. sensitivity: personal';
comment on column exchange.person_number.owner_organisation_id is 'Whose number. sensitivity: none';
comment on column exchange.person_number.number_digest is 'SHA-256 of the number range and the number. sensitivity: personal';
comment on column exchange.person_number.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column exchange.person_number.since is 'Since when. sensitivity: none';
comment on column exchange.person_number.message_id is 'The message that said so. sensitivity: none';

create table exchange.mapping_version (
  mapping_name text not null,
  version_no integer not null,
  owner_organisation_id text,
  content jsonb not null,
  note text not null,
  saved_at timestamptz not null,
  saved_by_id text not null,
  saved_by_name text not null,
  constraint mapping_version_key primary key (mapping_name, version_no),
  constraint mapping_version_positive check (version_no > 0)
);
comment on table exchange.mapping_version is 'Mappings as an integrator saved them, append-only; the newest counts, before the first one what comes with the house. sensitivity: none';
comment on column exchange.mapping_version.mapping_name is 'Name. sensitivity: none';
comment on column exchange.mapping_version.version_no is 'From 1. sensitivity: none';
comment on column exchange.mapping_version.owner_organisation_id is 'Organisation acted for when it was saved. sensitivity: none';
comment on column exchange.mapping_version.content is 'Rules as data. sensitivity: none';
comment on column exchange.mapping_version.note is 'Why it was changed. sensitivity: none';
comment on column exchange.mapping_version.saved_at is 'When. sensitivity: none';
comment on column exchange.mapping_version.saved_by_id is 'Account. sensitivity: none';
comment on column exchange.mapping_version.saved_by_name is 'Name at that time. sensitivity: personal';

create table exchange.table_import (
  import_id text primary key,
  owner_organisation_id text not null,
  target text not null,
  file_name text not null,
  body bytea not null,
  body_hash text not null,
  columns jsonb not null,
  task_id text not null,
  started_at timestamptz not null,
  started_by_id text not null,
  constraint table_import_target_known check (target in ('residents', 'observations'))
);
comment on table exchange.table_import is 'Tables handed in, with the meaning of their columns. sensitivity: sensitive';
comment on column exchange.table_import.import_id is 'Number of the import. sensitivity: none';
comment on column exchange.table_import.owner_organisation_id is 'Organisation that handed it in. sensitivity: none';
comment on column exchange.table_import.target is 'residents or observations. sensitivity: none';
comment on column exchange.table_import.file_name is 'As it was called. sensitivity: none';
comment on column exchange.table_import.body is 'The bytes. sensitivity: sensitive';
comment on column exchange.table_import.body_hash is 'SHA-256 of the bytes. sensitivity: none';
comment on column exchange.table_import.columns is 'Column → meaning. sensitivity: none';
comment on column exchange.table_import.task_id is 'The long work. sensitivity: none';
comment on column exchange.table_import.started_at is 'When it began. sensitivity: none';
comment on column exchange.table_import.started_by_id is 'Account. sensitivity: none';
create index table_import_owner on exchange.table_import (owner_organisation_id, started_at desc, import_id desc);

create table exchange.table_row (
  import_id text not null references exchange.table_import (import_id),
  row_no integer not null,
  owner_organisation_id text not null,
  outcome text not null,
  column_name text,
  code text,
  person_id text,
  constraint table_row_key primary key (import_id, row_no),
  constraint table_row_outcome_known check (outcome in ('created', 'matched', 'needs-review', 'written', 'refused'))
);
comment on table exchange.table_row is 'What became of each row, append-only. sensitivity: personal';
comment on column exchange.table_row.import_id is 'Which import. sensitivity: none';
comment on column exchange.table_row.row_no is 'Line in the file, the heading is 1. sensitivity: none';
comment on column exchange.table_row.owner_organisation_id is 'Organisation of the import. sensitivity: none';
comment on column exchange.table_row.outcome is 'What came of it. sensitivity: none';
comment on column exchange.table_row.column_name is 'The column at fault. sensitivity: none';
comment on column exchange.table_row.code is 'Why it was refused. sensitivity: none';
comment on column exchange.table_row.person_id is 'The person written. sensitivity: personal';
create index table_row_refused on exchange.table_row (import_id, row_no) where outcome = 'refused';

grant select, insert, update on exchange.site, exchange.message_state, exchange.person_number to yigong_app;
grant select, insert on exchange.message, exchange.message_event, exchange.taken_number, exchange.mapping_version, exchange.table_import, exchange.table_row to yigong_app;
