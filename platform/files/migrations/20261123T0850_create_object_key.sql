-- Keys of objects that stay (docs/decisions/0107-stored-images-sealed.md); those of files that live for days stand in files.sealed_file.
create table files.object_key (
  object_id text collate "C" constraint object_key_key primary key,
  provider text not null,
  key text collate "C" not null,
  made_at timestamptz not null default clock_timestamp(),
  constraint object_key_provider_known check (provider in ('national', 'international'))
);
comment on table files.object_key is 'One key for each object that lies sealed on disk or in an outside store, as long as the object; without its row an object opens nowhere. sensitivity: none';
comment on column files.object_key.object_id is 'Which room keeps it, and under which name. sensitivity: none';
comment on column files.object_key.provider is 'Algorithms that seal its parts: national (SM4, SM3) or international (AES, SHA-2). sensitivity: none';
comment on column files.object_key.key is 'The key, sealed by the key of its purpose. sensitivity: none';
comment on column files.object_key.made_at is 'When it was made. sensitivity: none';
-- What a rotation has left under the former key is counted and found by how the sealed key begins.
create index object_key_head on files.object_key (left(key, 16));
create index object_key_made on files.object_key (made_at);

grant select, insert, update, delete on files.object_key to yigong_app;
