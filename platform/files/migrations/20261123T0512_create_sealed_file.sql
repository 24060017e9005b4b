-- Keys of files that lie sealed on disk (docs/decisions/0098-files-sealed-on-disk.md). Not readable by queries of subjects.
create schema files;
grant usage on schema files to yigong_app;

create table files.sealed_file (
  file_id text constraint sealed_file_key primary key,
  provider text not null,
  key text not null,
  made_at timestamptz not null default clock_timestamp(),
  constraint sealed_file_provider_known check (provider in ('national', 'international'))
);
comment on table files.sealed_file is 'One key for each file that lies sealed on disk; without its row a file opens nowhere. sensitivity: none';
comment on column files.sealed_file.file_id is 'What wrote the file and which of its files it is. sensitivity: none';
comment on column files.sealed_file.provider is 'Algorithms that seal its parts: national (SM4, SM3) or international (AES, SHA-2). sensitivity: none';
comment on column files.sealed_file.key is 'The key, sealed by the key of its purpose. sensitivity: none';
comment on column files.sealed_file.made_at is 'When it was made. sensitivity: none';
create index sealed_file_made on files.sealed_file (made_at);

grant select, insert, update, delete on files.sealed_file to yigong_app;
