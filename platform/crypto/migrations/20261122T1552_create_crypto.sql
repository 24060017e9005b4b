create schema crypto;
grant usage on schema crypto to yigong_app;

create table crypto.data_key (
  key_id text constraint data_key_key primary key,
  purpose text not null,
  provider text not null,
  master text not null,
  wrapped bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz,
  constraint data_key_provider_known check (provider in ('national', 'international'))
);
comment on table crypto.data_key is 'Keys that seal columns, each wrapped by the master key, which is never in the database. sensitivity: none';
comment on column crypto.data_key.key_id is 'Stands in every value that it sealed. sensitivity: none';
comment on column crypto.data_key.purpose is 'What it seals, such as identity.totp; one active key each. sensitivity: none';
comment on column crypto.data_key.provider is 'Algorithms: national (SM4, SM3) or international (AES, SHA-2). sensitivity: none';
comment on column crypto.data_key.master is 'Name of the master key that wrapped it. sensitivity: none';
comment on column crypto.data_key.wrapped is 'The key, sealed. sensitivity: none';
comment on column crypto.data_key.created_at is 'When it was made. sensitivity: none';
comment on column crypto.data_key.retired_at is 'Since when it only opens. sensitivity: none';
create unique index data_key_active on crypto.data_key (purpose) where retired_at is null;

grant select, insert, update on crypto.data_key to yigong_app;
